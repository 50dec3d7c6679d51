// What starts commands, where it is missing, dies, runs out of something or outlives nobody. Real processes.

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Ended } from '../src/exec/run-options.ts'
import { PerlSpawner } from '../src/exec/perl-spawner.ts'
import { runCommand, type CommandResult } from '../src/exec/run-command.ts'
import { SpoolSpace } from '../src/exec/spool.ts'
import { bash, BIN, parmap, start } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const noPerl = spawnSync('sh', ['-c', 'perl -e 0']).status !== 0
const words = (...argv: readonly string[]): Buffer[] => argv.map((word) => Buffer.from(word))
const printed = (result: CommandResult): string => Buffer.concat([...(result as Ended).stdout.chunks()]).toString()

function isAlive(pid: number): boolean {
  return /^[^Z\s]/u.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout)
}

describe('where there is no perl that works, Node starts the commands:', () => {
  test.each(['no-such-perl-here', 'false', 'true', '/tmp'])('%s', async (perl) => {
    const spawner = new PerlSpawner({}, perl)
    const run = (...argv: readonly string[]): Promise<CommandResult> => runCommand(words(...argv), { spawner, space: new SpoolSpace() })
    const [first, second] = await Promise.all([run('echo', '1'), run('echo', '2')])
    const third = await run('echo', '3')
    spawner.close()
    expect([first, second, third].map(printed)).toEqual(['1\n', '2\n', '3\n'])
  })
})

describe.skipIf(noPerl)('perl that is killed', () => {
  test('takes its commands with it, which say so; the next ones run', async () => {
    const spawner = new PerlSpawner()
    const space = new SpoolSpace()
    let pid = 0
    const output = (_from: string, pieces: Iterable<Buffer>): void => {
      const [own, parent] = Buffer.concat([...pieces]).toString().split(' ').map(Number)
      pid = own!
      process.kill(parent!, 'SIGKILL')
    }
    const result = await runCommand(words('sh', '-c', 'echo $$ $PPID; exec sleep 1000'), { spawner, space, output })
    expect(result).toMatchObject({ is: 'lost', reason: "cannot run 'sh': what started it is gone, and so it was ended: how far it had come is not known" })
    expect(isAlive(pid)).toBe(false)
    expect(printed(await runCommand(words('echo', 'next'), { spawner, space }))).toBe('next\n')
  })
})

test.skipIf(noPerl)('that nobody reads is noticed also where commands do not die of it', async () => {
  const line = 'parmap exec --ungroup -j 2 ::: {1..3000} -- sh -c \'trap "" PIPE; echo "$1" 2> /dev/null; :\' sh | { read -r line; echo "$line"; }; echo "codes ${PIPESTATUS[*]}"'
  expect(await bash(line)).toMatchObject({ stdout: expect.stringMatching(/^\d+\ncodes 141 0\n$/u) as unknown, stderr: '' })
})

// A folder of programs without perl, and without what would take long to find.
const TOOLS = ['bash', 'sh', 'sleep', 'seq', 'setpriv']
const tools = mkdtempSync(join(tmpdir(), 'parmap-tools-'))
chmodSync(tools, 0o755)
afterAll(() => { rmSync(tools, { recursive: true }) })
for (const tool of TOOLS) {
  const path = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim()
  symlinkSync(path, join(tools, tool))
}

const canBeNobody = spawnSync('sh', ['-c', 'setpriv --reuid 64999 "$0" -e 0 && setpriv --reuid 64999 test -r "$1"', process.execPath, BIN]).status === 0

describe.each([
  { way: 'perl, where it is there', env: {} },
  { way: 'Node', env: { PATH: tools } },
])('commands started by $way', ({ env }) => {
  const ran = (stdout: string): unknown => ({ stdout, code: 0, told: [] })

  test('outlive a killed parmap, and nothing else does', async () => {
    const child = start(['exec', '--line-buffer', ':::', 'item', '--', 'sh', '-c', 'echo $$; exec sleep 1000'], { env })
    const closed = once(child.stderr, 'close') // nothing of ours has it open any more
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const pid = Number(line)
    onTestFinished(() => { process.kill(pid, 'SIGKILL') })
    child.stderr.resume()
    child.kill('SIGKILL')
    await closed
    expect(isAlive(pid)).toBe(true)
  })

  test('write where parmap does, if they are to', async () => {
    expect(await parmap(['exec', '--ungroup', '-j', '1', ':::', 'a', 'b', '--', 'sh', '-c', 'echo out; echo err >&2'], { env })).toMatchObject({ ...(ran('out\nout\n') as object), told: ['err', 'err'] })
  })

  test('that print by themselves end parmap silently with 141 when nobody reads that any more', async () => {
    const line = 'parmap exec --ungroup -j 2 --grace 1m ::: {1..3000} -- sh -c \'echo "$1"; echo x >> ran\' sh | { read -r line; echo "$line"; }; echo "codes ${PIPESTATUS[*]}"'
    const cwd = temporaryFolder()
    const { stdout, stderr } = await bash(line, { env, cwd })
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^\d+\ncodes 141 0\n$/u) as unknown, stderr: '' })
    expect(readFileSync(join(cwd, 'ran'), 'utf8').length).toBeLessThan(2_000)
  })

  test('wait for open files where there are too few', async () => {
    expect(await bash("ulimit -n 60; seq 60 | parmap exec --progress none -j 60 -- sh -c 'sleep 0.05; echo x'", { env })).toMatchObject(ran('x\n'.repeat(60)) as object)
  })

  test.skipIf(!canBeNobody)(`wait for processes where there are too few ${canBeNobody ? '' : '(nobody else can run this here)'}`, async () => {
    const line = `ulimit -u 40; seq 60 | setpriv --reuid 64999 '${process.execPath}' '${BIN}' exec --progress none -j 60 -- sh -c 'echo x; exec sleep 0.05'`
    expect(await bash(line, { env })).toMatchObject(ran('x\n'.repeat(60)) as object)
  })

  test('may be many at once', async () => {
    expect(await bash("seq 600 | parmap exec --progress none -j 600 -- sh -c 'echo x; exec sleep 1'", { env })).toMatchObject(ran('x\n'.repeat(600)) as object)
  })
})
