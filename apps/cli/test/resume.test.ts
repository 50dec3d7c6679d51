// Going on where an earlier run ended: what runs again, what is written, and what is refused.

import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { bash, ended, FIXTURES, parmap, says, start } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

// Each item that runs leaves a line in the file `ran`.
const TASK = `import { appendFileSync } from 'node:fs'
export default async (n, { index }) => {
  appendFileSync('ran', n + '\\n')
  if (n === 3) throw new Error('three')
  return { n, index }
}
export const slow = async (n) => {
  appendFileSync('ran', n + '\\n')
  await new Promise((resolve) => setTimeout(resolve, 2 + (n % 5)))
  return n * 2
}
`
const KILLS = Number(process.env['PARMAP_KILLS'] ?? 15)

const folder = (): string => temporaryFolder({ 'task.mjs': TASK })
const lines = (cwd: string, file: string): string[] => readFileSync(join(cwd, file), 'utf8').split('\n').slice(0, -1)
const numbers = (...given: readonly number[]): string => given.map((n) => `${n}\n`).join('')
/** One item after the other, unless the flags have another `-j`. */
const run = (cwd: string, input: string, ...flags: readonly string[]): ReturnType<typeof parmap> => parmap(['map', './task.mjs', '-j', '1', '--journal', 'run.ndjson', ...flags], { cwd, input })

describe('--resume', () => {
  test('runs only what has not ended, wherever it stands now, and writes what an uninterrupted run would', async () => {
    const cwd = folder()
    await run(cwd, numbers(1, 2, 4, 4))
    rmSync(join(cwd, 'ran'))
    const { code, stdout } = await run(cwd, numbers(4, 9, 2, 4, 4, 1), '--resume', '--to', 'ndjson')
    expect({ code, ran: lines(cwd, 'ran') }).toEqual({ code: 0, ran: ['9', '4'] }) // the third 4 is a new one
    expect(stdout.split('\n').map((line) => line && (JSON.parse(line) as { readonly n: number }).n)).toEqual([4, 9, 2, 4, 4, 1, ''])
  })

  test('an item that runs now has the index of its place in the input, though those before it do not run', async () => {
    const cwd = folder()
    await run(cwd, numbers(1, 2))
    expect((await run(cwd, numbers(1, 2, 5), '--resume')).stdout).toBe('{"n":1,"index":0}\n{"n":2,"index":1}\n{"n":5,"index":2}\n')
  })

  test('a failed item has ended: it does not run again, and the exit code stays 1', async () => {
    const cwd = folder()
    await run(cwd, numbers(1, 3))
    const { code, stderr } = await run(cwd, numbers(1, 3), '--resume')
    expect({ code, ran: lines(cwd, 'ran') }).toEqual({ code: 1, ran: ['1', '3'] })
    expect(stderr).toMatch(/^parmap: 1 done, 1 failed, 0 skipped, 2 of them before in /u)
  })

  test('--retry-failed runs what failed, and nothing else', async () => {
    const cwd = folder()
    await run(cwd, numbers(1, 3, 2))
    writeFileSync(join(cwd, 'task.mjs'), TASK.replace('n === 3', 'false'))
    const { code, stdout } = await run(cwd, numbers(1, 3, 2), '--retry-failed')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{"n":1,"index":0}\n{"n":3,"index":1}\n{"n":2,"index":2}\n' })
    expect(lines(cwd, 'ran')).toEqual(['1', '3', '2', '3'])
  })

  test.each(['threads', 'processes', 'async'])('what ran when the run was to begin nothing more is in the journal, and not run again, on %s', async (backend) => {
    const cwd = folder()
    const input = numbers(...Array.from({ length: 5_000 }, (_, at) => at + 10))
    const { code } = await run(cwd, input, '-b', backend, '-j', '32', '--halt', 'soon,success=500', '--to', 'none')
    const ran = lines(cwd, 'ran')
    expect({ code, halted: ran.length < 5_000, recorded: lines(cwd, 'run.ndjson').length - 1 }).toEqual({ code: 0, halted: true, recorded: ran.length })
    await run(cwd, input, '-b', backend, '--resume', '--to', 'none')
    expect(lines(cwd, 'ran').length).toBe(5_000)
  })

  test.each([['is missing', undefined], ['is empty', '']])('begins afresh where the journal %s, so that one line can run in a loop', async (_, content) => {
    const cwd = temporaryFolder({ 'task.mjs': TASK, ...(content !== undefined && { 'run.ndjson': content }) })
    expect(await run(cwd, numbers(1), '--resume')).toMatchObject({ code: 0, stdout: '{"n":1,"index":0}\n' })
  })

  test('says what tells the jobs apart, runs nothing and exits 6; --force-resume goes on', async () => {
    const cwd = folder()
    await run(cwd, numbers(1))
    const { code, told } = await run(cwd, numbers(2), '--resume', '--to', 'lines')
    expect({ code, told, ran: lines(cwd, 'ran') }).toEqual({ code: 6, told: ['parmap: run.ndjson is the journal of another job: it was written with --to ndjson, this run has --to lines; --force-resume goes on with it nonetheless'], ran: ['1'] })
    expect(await run(cwd, numbers(2), '--force-resume', '--to', 'lines')).toMatchObject({ code: 0, stdout: '{"n":2,"index":0}\n' })
  })

  test('cuts off a record that was not written to its end, and runs its item', async () => {
    const cwd = folder()
    await run(cwd, numbers(1, 2))
    const journal = readFileSync(join(cwd, 'run.ndjson'), 'utf8')
    writeFileSync(join(cwd, 'run.ndjson'), journal.slice(0, -10))
    const { code, told } = await run(cwd, numbers(1, 2), '--resume')
    expect({ code, told, ran: lines(cwd, 'ran').length }).toEqual({ code: 0, told: [expect.stringMatching(/^parmap: the journal ended in the middle of a record, which has been cut off \(\d+ bytes\)$/u)], ran: 3 })
  })

  test.each([
    ['what is no record', (text: string) => text.replace(/\{"index":0.*\n/u, 'garbage\n'), /^parmap: run\.ndjson is damaged: line 2 is no record of a journal$/u],
    ['what is no journal', () => 'some notes\n', /^parmap: run\.ndjson is not the journal of a run: line 1/u],
  ])('refuses %s', async (_, damaged, said) => {
    const cwd = folder()
    await run(cwd, numbers(1, 2))
    writeFileSync(join(cwd, 'run.ndjson'), damaged(readFileSync(join(cwd, 'run.ndjson'), 'utf8')))
    const { code, told } = await run(cwd, numbers(1, 2), '--resume')
    expect({ code, told }).toEqual({ code: 6, told: [expect.stringMatching(said)] })
  })
})

describe('--journal', () => {
  test('on a file that is there already is refused without --resume', async () => {
    const cwd = folder()
    await run(cwd, numbers(1))
    expect(await run(cwd, numbers(1))).toMatchObject({ code: 6, stdout: '', told: ['parmap: run.ndjson is there already: go on with it by --resume, or give the journal another name'] })
  })

  test('of a run that is under way is refused', async () => {
    const cwd = folder()
    const child = start(['map', './task.mjs', '--journal', 'run.ndjson', '-b', 'async'], { cwd })
    const first = ended(child)
    child.stdin.write('1\n')
    await once(child.stdout, 'data')
    const { code, told } = await run(cwd, numbers(2), '--resume')
    expect({ code, told }).toEqual({ code: 6, told: [expect.stringContaining(`${child.pid}`)] })
    child.stdin.end()
    expect(await first).toMatchObject({ code: 0 })
  })

  test('has an item the moment it has ended, though its result waits for one before it', async () => {
    const cwd = temporaryFolder({ 'task.mjs': "export default (n, { signal }) => n === 1 ? (console.error('running'), new Promise((_, reject) => { signal.onabort = () => reject(signal.reason) })) : n\n" })
    const child = start(['map', './task.mjs', '--journal', 'run.ndjson', '-b', 'async', '--grace', '10ms'], { cwd })
    const first = ended(child)
    child.stdin.write('1\n2\n')
    await says(child, 'waiting for item 1')
    child.kill('SIGKILL')
    await first
    expect(lines(cwd, 'run.ndjson').slice(1).map((line) => (JSON.parse(line) as { readonly input: number }).input)).toEqual([2])
  })

  test('takes what no line of text can: bytes that are not UTF-8, tables, groups', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (item) => item\n' })
    const twice = async (input: Buffer | string, ...flags: readonly string[]): Promise<readonly string[]> => {
      const args = ['map', './task.mjs', '--journal', `j-${flags.join('')}`, ...flags]
      const results = [await parmap(args, { cwd, input }), await parmap([...args, '--resume'], { cwd, input })]
      return results.map(({ stdout }) => stdout)
    }
    expect(await twice(Buffer.from('a\r\n\xff\nb', 'latin1'), '--from', 'lines')).toEqual(['"a"\n"b"\n', '"a"\n"b"\n'])
    const table = '{"a":"1","b":"x,\\"y"}\n'
    expect(await twice('a,b\n1,"x,""y"\n', '--from', 'csv', '--header')).toEqual([table, table])
    expect(await twice('1\n2\n3\n', '-n', '2')).toEqual(['[1,2]\n[3]\n', '[1,2]\n[3]\n'])
    expect(await twice('"ä"\n"b"\n', '--to', 'lines')).toEqual(['ä\nb\n', 'ä\nb\n'])
  })
})

test(`a run that is killed at any moment, ${KILLS} times, ends with the results of one that was not, and runs nothing twice that had been noted`, async () => {
  const cwd = folder()
  const input = numbers(...Array.from({ length: 400 }, (_, n) => n))
  const args = ['map', './task.mjs#slow', '--journal', 'run.ndjson', '--resume', '-o', 'out.txt', '-j', '8']
  writeFileSync(join(cwd, 'in.txt'), input)
  for (let kill = 0; kill < KILLS; kill++) {
    const child = start([...args, '-i', 'in.txt'], { cwd })
    const killed = ended(child)
    await wait(100 + ((kill * 37) % 120)) // at any moment: also before it has begun, and after the end
    child.kill('SIGKILL')
    await killed
  }
  expect(await parmap([...args, '-i', 'in.txt'], { cwd })).toMatchObject({ code: 0 })
  expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe(numbers(...Array.from({ length: 400 }, (_, n) => n * 2)))
  const noted = lines(cwd, 'run.ndjson').slice(1).map((line) => (JSON.parse(line) as { readonly input: number }).input)
  expect(new Set(noted).size).toBe(noted.length) // each once: what had been noted did not run again
  expect(noted.length).toBe(400)
}, 120_000)

describe('a record of what is no JSON', () => {
  test.each([['skip', 0], ['fail', 1]])('is one that can be read back; --on-parse-error %s', async (how, code) => {
    const cwd = folder()
    const input = '1\nnot json\n2\n'
    const flags = ['--on-parse-error', how]
    expect(await run(cwd, input, ...flags)).toMatchObject({ code, stdout: '{"n":1,"index":0}\n{"n":2,"index":2}\n' })
    expect(await run(cwd, input, '--resume', ...flags)).toMatchObject({ code, stdout: '{"n":1,"index":0}\n{"n":2,"index":2}\n' })
  })

  test('nor that of bytes that are left out', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (item) => item\n' })
    const args = ['map', './task.mjs', '--from', 'lines', '--on-parse-error', 'skip', '--journal', 'j']
    const input = Buffer.from('a\n\xff\n', 'latin1')
    expect(await parmap(args, { cwd, input })).toMatchObject({ code: 0, stdout: '"a"\n' })
    expect(await parmap([...args, '--resume'], { cwd, input })).toMatchObject({ code: 0, stdout: '"a"\n' })
  })
})

test('a run that is refused leaves alone what the other run writes', async () => {
  const cwd = folder()
  const child = start(['map', './task.mjs', '--journal', 'run.ndjson', '-o', 'out', '--errors-to', 'errors', '-b', 'async'], { cwd })
  const first = ended(child)
  child.stdin.write('1\n3\n')
  await says(child, 'item 2')
  expect(await run(cwd, numbers(9), '--resume', '-o', 'out', '--errors-to', 'errors')).toMatchObject({ code: 6 })
  child.stdin.end('2\n')
  expect(await first).toMatchObject({ code: 1 })
  expect([readFileSync(join(cwd, 'out'), 'utf8'), lines(cwd, 'errors').length]).toEqual(['{"n":1,"index":0}\n{"n":2,"index":2}\n', 1])
})

describe('--envelope', () => {
  test('writes a record for each item but skipped ones, in order', async () => {
    const { code, stdout } = await parmap(['map', './halting.mjs', '-b', 'async', '--envelope', ':::', 'a', 'skip', 'c', 'fail'])
    const records = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    const common = { key: expect.stringMatching(/^[\da-f]{32}$/u) as unknown, attempts: 1, ms: expect.any(Number) as unknown, worker: 'main' }
    expect({ code, records }).toEqual({ code: 1, records: [
      { index: 0, ok: true, input: 'a', output: 'a', ...common },
      { index: 2, ok: true, input: 'c', output: 'c', ...common },
      { index: 3, ok: false, input: 'fail', error: { kind: 'Error', message: expect.stringMatching(/^Error: at last at halting\.mjs/u) as unknown }, ...common },
    ] })
  })

  test('cannot be one array, or nothing', async () => {
    expect(await parmap(['map', './tasks.mjs', '--envelope', '--to', 'json', ':::', 'a'])).toMatchObject({ code: 2, told: ["parmap: option '--envelope' cannot be used with '--to json': a record is a line.", expect.anything()] })
  })
})

describe('--errors-to', () => {
  test('has the records of failed items, also of what was no item', async () => {
    const cwd = folder()
    const { code, stdout } = await parmap(['map', './task.mjs', '--errors-to', 'errors.ndjson'], { cwd, input: '1\n3\n{\n' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '{"n":1,"index":0}\n' })
    const errors = lines(cwd, 'errors.ndjson').map((line) => JSON.parse(line) as { readonly index: number })
    expect(errors.toSorted((one, other) => one.index - other.index)).toMatchObject([
      { index: 1, ok: false, input: 3, error: { kind: 'Error' } },
      { index: 2, ok: false, input: '{', error: { kind: 'no item', message: expect.stringContaining('not JSON') as unknown } },
    ])
  })

  test.skipIf(process.platform === 'win32')('writes no faster than a named pipe is read', async () => {
    const line = `mkfifo errors; { sleep 1; wc -l; } < errors & yes "$(printf 'x%.0s' {1..5000})" | head -n 15000 | parmap map '${join(FIXTURES, 'tells-memory.mjs')}' -b async --errors-to errors; wait`
    const { stdout, told } = await bash(line, { cwd: temporaryFolder() })
    expect(stdout.trim()).toBe('15000')
    expect(Number.parseInt(told.find((text) => text.endsWith('MiB'))!, 10)).toBeLessThan(200)
  })
})

test('--errors-to has the records of what failed before, too', async () => {
  const cwd = folder()
  await run(cwd, numbers(1, 3), '--errors-to', 'errors.ndjson')
  await run(cwd, numbers(1, 3), '--errors-to', 'errors.ndjson', '--resume')
  expect(lines(cwd, 'errors.ndjson').map((line) => (JSON.parse(line) as { readonly input: number }).input)).toEqual([3])
})

test('what failed, as parmap log gives it back, runs again', async () => {
  const cwd = folder()
  const line = 'printf "1\\n3\\n2\\n" | parmap map ./task.mjs --journal run.ndjson; parmap log run.ndjson --failed --items | parmap map ./task.mjs#slow'
  const { stdout } = await bash(line, { cwd })
  expect(stdout).toBe('{"n":1,"index":0}\n{"n":2,"index":2}\n6\n')
})
