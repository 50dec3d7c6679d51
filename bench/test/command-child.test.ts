// Real commands that behave badly: whatever they do, one sample comes of it.

import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { loadWorkloads } from '../src/discover.ts'
import { entrantsOf } from '../src/entrant.ts'
import { launch } from '../src/launch.ts'
import { HAS_PROC } from '../src/process-tree.ts'
import type { Contender } from '../src/contender.ts'
import type { Sample } from '../src/sample.ts'

const workload = (await loadWorkloads()).find(({ name }) => name === 'start-up')!
const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

/** A round of a shell's line, whose stdin are the lines `a` and `b`. */
async function sampleOf(line: string, deadline = 60): Promise<Sample> {
  const quick = workload.value.cases.find(({ when }) => when === 'quick')!
  const url = new URL('fixtures/shell-line.js', import.meta.url)
  url.searchParams.set('line', line)
  const { contender: value } = (await import(url.href)) as { readonly contender: Contender }
  const nobody = { version: undefined, workloads: [], contenders: {} }
  const [entrant] = entrantsOf(workload, [{ name: 'shell-line', url: url.href, value }], nobody, { node: process.execPath, python: 'python3' })
  return launch(entrant!.command(quick), { deadline, signal: never, hasOwnFolder: true })
}

describe.skipIf(!HAS_PROC)(`a command that${HAS_PROC ? '' : ' (skipped: there is no /proc)'}`, () => {
  test('prints what it has to is measured, with the processor time and memory of what it has started', async () => {
    const busy = 'const { cpuUsage } = process; globalThis.kept = Buffer.alloc(80e6, 1); while (cpuUsage().user < 200_000);'
    const sample = await sampleOf(`"${process.execPath}" -e '${busy}'; cat`)
    expect(sample).toMatchObject({ status: 'measured' })
    const { userSeconds, peakBytes, seconds, firstSeconds } = sample as Extract<Sample, { status: 'measured' }>
    expect([userSeconds >= 0.2, peakBytes > 80e6, seconds >= 0.2, firstSeconds === seconds]).toEqual([true, true, true, true])
  })

  test('does not wait for what it has started is charged for that all the same, and is not waited for beyond its own end', async () => {
    const busy = 'const { cpuUsage } = process; while (cpuUsage().user < 300_000); require("node:fs").writeSync(1, "done"); setInterval(() => {}, 1000)'
    const pipe = join(folder, 'done')
    await execa('mkfifo', [pipe])
    const sample = await sampleOf(`"${process.execPath}" -e '${busy}' > "${pipe}" & head -c 4 "${pipe}" > /dev/null; cat`)
    const { userSeconds, systemSeconds } = sample as Extract<Sample, { status: 'measured' }>
    expect(userSeconds + systemSeconds).toBeGreaterThanOrEqual(0.1) // the last look may be a while ago
  })

  test('prints something else is marked with the first wrong line', async () => {
    expect(await sampleOf('sed s/a/x/')).toEqual({ status: 'wrong', reason: 'result 0 is x instead of a' })
    expect(await sampleOf('cat; echo c')).toEqual({ status: 'wrong', reason: '3 results instead of 2' })
  })

  test('prints in another order, though its lines are to be in that of the items, is marked', async () => {
    expect(await sampleOf('sort -r')).toEqual({ status: 'wrong', reason: 'result 0 is b instead of a' })
  })

  test('prints in another order, and says so, is right', async () => {
    expect(await sampleOf('sort -r # unordered')).toMatchObject({ status: 'measured' })
  })

  test('loses the end of its output is marked', async () => {
    expect(await sampleOf('cat | head -c 3')).toEqual({ status: 'wrong', reason: 'the output ends within a line' })
  })

  test('ends badly is marked with its code or signal and its last words, though it has printed what it had to', async () => {
    expect(await sampleOf('cat; echo "Error: nothing left" >&2; exit 3')).toEqual({ status: 'crashed', reason: 'ended with exit code 3: Error: nothing left' })
    expect(await sampleOf('cat; kill -9 $$')).toEqual({ status: 'crashed', reason: 'ended with SIGKILL' })
  })

  test('cannot do what is asked for is marked with its reason', async () => {
    expect(await sampleOf('refuse')).toEqual({ status: 'refused', reason: 'it does not want to' })
  })

  test('is not there is marked', async () => {
    expect(await sampleOf('absent')).toMatchObject({ status: 'crashed', reason: expect.stringContaining('ENOENT') as unknown })
  })

  test('hangs is killed with all that it has started, also in a process group of its own', async () => {
    const pipe = join(folder, 'held')
    await execa('mkfifo', [pipe])
    const end = text(createReadStream(pipe)) // of whoever holds the other side
    const sample = await sampleOf(`setsid sh -c 'exec sleep 600 > "${pipe}"'`, 2)
    expect(sample).toEqual({ status: 'deadline', reason: 'did not end within 2 s' })
    expect(await end).toBe('')
  })

  test('leaves files in its temporary folder has left nothing after the round', async () => {
    const file = join(folder, 'where')
    expect(await sampleOf(`touch "$TMPDIR/left"; ls -d "$TMPDIR"/left > "${file}"; cat`)).toMatchObject({ status: 'measured' })
    const left = readFileSync(file, 'utf8').trim()
    expect(left).toMatch(/\/left$/)
    expect(existsSync(dirname(left))).toBe(false)
  })
})
