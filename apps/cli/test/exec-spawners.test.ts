// What starts commands, where it is missing, dies, runs out of something or outlives nobody. Real processes.

import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Ended } from '../src/exec/run-options.ts'
import { PerlSpawner } from '../src/exec/perl-spawner.ts'
import { runCommand, type CommandResult } from '../src/exec/run-command.ts'
import { SpoolSpace } from '../src/exec/spool.ts'

const FIXTURE = fileURLToPath(new URL('fixtures/run-commands.mjs', import.meta.url))
const noPerl = spawnSync('sh', ['-c', 'perl -e 0']).status !== 0
const isRoot = process.getuid?.() === 0

const words = (...argv: readonly string[]): Buffer[] => argv.map((word) => Buffer.from(word))
const printed = (result: CommandResult): string => Buffer.concat([...(result as Ended).stdout.chunks()]).toString()

function fixture(limit: string, ...args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('bash', ['-c', `${limit} exec "$0" "$@"`, process.execPath, FIXTURE, ...args])
}

async function outputs({ stdout, stderr }: ChildProcessWithoutNullStreams): Promise<{ stdout: string; stderr: string }> {
  const [out, err] = await Promise.all([text(stdout), text(stderr)])
  return { stdout: out, stderr: err }
}

function isAlive(pid: number): boolean {
  return /^[^Z\s]/u.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout)
}

describe('where there is no perl that works, Node starts the commands:', () => {
  test.each(['no-such-perl-here', 'false', 'true', '/tmp'])('%s', async (perl) => {
    const spawner = new PerlSpawner(perl)
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

describe.each(['node', 'best'])('commands started by the way of %s', (way) => {
  test('outlive a killed parmap, and nothing else does', async () => {
    const child = fixture('', way, 'lines', '1', 'echo $$; exec sleep 1000')
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
    expect(await outputs(fixture('', way, 'inherit', '2', 'echo out; echo err >&2'))).toEqual({ stdout: 'out\nout\n', stderr: 'err\nerr\n' })
  })

  test('wait for open files where there are too few', async () => {
    const { stdout, stderr } = await outputs(fixture('ulimit -n 48;', way, 'capture', '60', 'sleep 0.05'))
    expect({ results: JSON.parse(stdout) as unknown, stderr }).toEqual({ results: Array(60).fill('ended 0'), stderr: '' })
  })

  test.skipIf(!isRoot)('wait for processes where there are too few', async () => {
    const { stdout, stderr } = await outputs(fixture('ulimit -u 30;', way, 'capture', '60', 'exec sleep 0.05', '64999'))
    expect({ results: JSON.parse(stdout) as unknown, stderr }).toEqual({ results: Array(60).fill('ended 0'), stderr: '' })
  })

  test('may be many at once, with one signal for all', async () => {
    const { stdout, stderr } = await outputs(fixture('', way, 'capture', '600', 'exec sleep 1'))
    expect({ results: JSON.parse(stdout) as unknown, stderr }).toEqual({ results: Array(600).fill('ended 0'), stderr: '' })
  })
})
