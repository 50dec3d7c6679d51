// Commands run by real processes, in the two ways that processes are started. Both have the same rules.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Ended, RunOptions } from '../src/exec/run-options.ts'
import { NodeSpawner } from '../src/exec/node-spawner.ts'
import { openSpawner } from '../src/exec/open-spawner.ts'
import { runCommand, type CommandResult } from '../src/exec/run-command.ts'
import { SpoolSpace } from '../src/exec/spool.ts'
import type { OutputName } from '../src/exec/spawner.ts'
import { split } from './support/real-shell.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const best = openSpawner() // perl, where it is there
afterAll(() => { best.close() })

const SPAWNERS = [{ name: 'Node', spawner: new NodeSpawner() }, { name: 'the best way', spawner: best }] as const

const words = (...argv: readonly string[]): Buffer[] => argv.map((word) => Buffer.from(word))
const sh = (script: string, ...args: readonly string[]): Buffer[] => words('sh', '-c', script, 'sh', ...args)

/** What a result says, with its output as text. */
function told(result: CommandResult): unknown {
  const { stdout, stderr, exitCode, signal, cut } = result as Ended
  return { is: result.is, exitCode, signal, cut, stdout: Buffer.concat([...stdout.chunks()]).toString(), stderr: Buffer.concat([...stderr.chunks()]).toString() }
}

// For a command to have set its traps, also where the machine is busy: its time runs from its start.
const ENOUGH_MS = 2_000

const WELL = { is: 'ended', exitCode: 0, signal: null, cut: undefined, stdout: '', stderr: '' }

describe.each(SPAWNERS)('a command started by $name', ({ spawner }) => {
  const run = async (argv: readonly Buffer[], options: Partial<RunOptions> = {}): Promise<CommandResult> => runCommand(argv, { spawner, space: new SpoolSpace(), ...options })

  /** Aborts with the reason once the command has printed a line. */
  const runUntilReady = async (argv: readonly Buffer[], reason: unknown, options: Partial<RunOptions> = {}): Promise<{ readonly result: CommandResult; readonly lines: string }> => {
    const abort = new AbortController()
    let lines = ''
    const output = (_from: OutputName, pieces: Iterable<Buffer>): void => {
      lines += Buffer.concat([...pieces]).toString()
      abort.abort(reason)
    }
    return { result: await run(argv, { output, signal: abort.signal, ...options }), lines }
  }

  test('gives its output and its exit code', async () => {
    expect(told(await run(sh('echo out; echo err >&2; exit 3')))).toEqual({ ...WELL, exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
  })

  test('that exits with 143 has not been ended by SIGTERM', async () => {
    expect(told(await run(sh('exit 143')))).toEqual({ ...WELL, exitCode: 143 })
    expect(told(await run(sh('kill -TERM $$')))).toEqual({ ...WELL, exitCode: null, signal: 'SIGTERM' })
  })

  test('has an empty stdin, and neither a terminal nor descriptors of ours', async () => {
    const open = 'cat; for fd in 3 4 5 6 7 8 9; do (: >&$fd) 2>/dev/null && echo $fd; done; :'
    expect(told(await run(sh(open)))).toEqual({ ...WELL, stdout: spawnSync('sh', ['-c', open], { encoding: 'utf8' }).stdout })
    expect(told(await run(sh('(: < /dev/tty) 2>/dev/null || echo none')))).toEqual({ ...WELL, stdout: 'none\n' })
  })

  test('has the environment and the folder of this process', async () => {
    for (const name of ['PERL5OPT', 'PARMAP_TEST', 'PERL_BADLANG']) process.env[name] = `the value\nof ${name}`
    const fresh = spawner === best ? openSpawner() : spawner
    onTestFinished(() => { fresh.close() })
    const result = await run(sh('env -0; pwd'), { spawner: fresh })
    const printed = (told(result) as { readonly stdout: string }).stdout.split('\0')
    const { _, ...env } = process.env
    expect(printed.at(-1)).toBe(`${process.cwd()}\n`)
    expect(printed.slice(0, -1).filter((pair) => !/^(_|PWD|OLDPWD|SHLVL)=/u.test(pair)).sort()).toEqual(Object.entries(env).map((pair) => pair.join('=')).filter((pair) => !/^(_|PWD|OLDPWD|SHLVL)=/u.test(pair)).sort())
    for (const name of ['PERL5OPT', 'PARMAP_TEST', 'PERL_BADLANG']) Reflect.deleteProperty(process.env, name)
  })

  test('gets its arguments byte for byte', async () => {
    const all = Buffer.from(Array.from({ length: 255 }, (_none, at) => at + 1))
    const argv = [...words('/usr/bin/printf', String.raw`%s\0`), all, ...[...all].map((byte) => Buffer.of(byte)), Buffer.from(''), Buffer.from('-n'), Buffer.from('last\n')]
    const { stdout } = (await run(argv)) as Ended
    expect(split(Buffer.concat([...stdout.chunks()])).map((word) => word.toString('latin1'))).toEqual(argv.slice(2).map((word) => word.toString('latin1')))
  })

  test('gets any arguments', async () => {
    const word = fc.uint8Array({ maxLength: 10 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0)))
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (args) => {
        const { stdout } = (await run([...words('/usr/bin/printf', String.raw`%s\0`), ...args])) as Ended
        expect(split(Buffer.concat([...stdout.chunks()])).map((one) => one.toString('latin1'))).toEqual(args.map((one) => one.toString('latin1')))
      }),
      { numRuns: 40 },
    )
  })

  test('with bytes that are no text has its exit code, too, and an empty stdin', async () => {
    expect(told(await run([...sh('cat; exit 7'), Buffer.of(0xff)]))).toEqual({ ...WELL, exitCode: 7 })
  })

  test('may print what no memory holds', async () => {
    const space = new SpoolSpace({ spoolBytes: 1_000, folder: temporaryFolder() })
    const { stdout } = (await run(sh('head -c 3000000 /dev/zero | tr "\\0" x; echo end'), { space })) as Ended
    expect({ bytes: stdout.bytes, heldBytes: space.heldBytes }).toEqual({ bytes: 3_000_004, heldBytes: 0 })
    const printed = Buffer.concat([...stdout.chunks()])
    stdout.discard()
    expect(printed.equals(Buffer.from(`${'x'.repeat(3_000_000)}end\n`))).toBe(true)
  })

  test.each([
    ['does not exist', ['no-such-command-here', 'x'], 'ENOENT', "cannot run 'no-such-command-here': there is no such command, or what its first line names as interpreter does not exist"],
    ['does not exist in its folder', ['/no/such', 'x'], 'ENOENT', "cannot run '/no/such': there is no such command"],
    ['is empty', ['', 'x'], 'ENOENT', "cannot run '': there is no such command"],
    ['is a folder', ['/tmp'], 'EACCES', "cannot run '/tmp': it may not be executed"],
    ['gets an argument with a NUL byte', ['echo', 'a\0b'], 'EINVAL', "cannot run 'echo': an argument has a NUL byte, which none can have"],
    ['gets an argument that is too long', ['true', 'x'.repeat(200_000)], 'E2BIG', "cannot run 'true': its arguments are longer than the system allows (200006 bytes in all, the longest 200000)"],
  ])('that %s is told, with its name', async (_title, argv, code, reason) => {
    const expected = { is: 'unstarted', code, reason: expect.stringContaining(reason) as unknown, ms: expect.any(Number) as unknown }
    expect(await run(words(...argv))).toEqual(expected)
    expect(await run([...words(...argv), Buffer.of(0xff)])).toEqual({ ...expected, reason: expect.any(String) as unknown })
  })

  test('that may not be executed is told, also where its name is not UTF-8', async () => {
    const path = join(temporaryFolder({ program: '#!/bin/sh\n' }), 'program')
    expect(await run(words(path))).toMatchObject({ is: 'unstarted', code: 'EACCES' })
    expect(await run([Buffer.from('\xff', 'latin1')])).toMatchObject({ is: 'unstarted', code: 'ENOENT' })
  })

  test('that takes too long is ended with SIGTERM, with all that it has started', async () => {
    const result = await run(sh('trap "echo ended; exit 9" TERM; sleep 1000 & sleep 1000 & wait'), { timeout: ENOUGH_MS })
    expect(told(result)).toEqual({ ...WELL, exitCode: 9, cut: 'timeout', stdout: 'ended\n' })
  })

  test('that does not end is killed, with all that it has started', async () => {
    const folder = temporaryFolder()
    const stubborn = sh('trap "" TERM; sh -c "trap : TERM; echo \\$\\$ > child; while :; do sleep 1000; done" & sh -c "while :; do sleep 1000; done"')
    const result = await run(words('env', '-C', folder, ...stubborn.map(String)), { timeout: ENOUGH_MS, killAfter: 100 })
    expect(told(result)).toEqual({ ...WELL, exitCode: null, signal: 'SIGKILL', cut: 'timeout' })
    expect(isAlive(Number(readFileSync(join(folder, 'child'))))).toBe(false)
  })

  test('that has ended is not over while what it has left in its group ends after SIGTERM', async () => {
    const folder = temporaryFolder()
    const { result } = await runUntilReady(sh('cd "$1"; trap "exit 4" TERM; sh -c "trap \'sleep 0.3; echo late > late; exit\' TERM; echo ready; sleep 1000 > /dev/null 2>&1 & wait; wait" & wait', folder), 'SIGTERM')
    expect(result).toMatchObject({ exitCode: 4, cut: 'abort' })
    expect(existsSync(join(folder, 'late'))).toBe(true)
  })

  test.each([['SIGINT', 'SIGINT'], [{ signal: 'SIGHUP' }, 'SIGHUP'], [new Error('any'), 'SIGTERM'], [undefined, 'SIGTERM']])('that is stopped by %s gets %s', async (reason, signal) => {
    const { result } = await runUntilReady(sh('echo ready; exec sleep 1000'), reason)
    expect(result).toMatchObject({ exitCode: null, signal, cut: 'abort' })
  })

  test('that is stopped while it is stopped hears of it', async () => {
    const { result } = await runUntilReady(sh('trap "exit 5" TERM; echo ready; kill -STOP $$; sleep 1000'), 'SIGTERM')
    expect(result).toMatchObject({ exitCode: 5, cut: 'abort' })
  })

  test('that is stopped before it begins does not run', async () => {
    const folder = temporaryFolder()
    expect(await run(words('touch', join(folder, 'run')), { signal: AbortSignal.abort() })).toMatchObject({ is: 'unstarted', code: 'ABORTED' })
    expect(existsSync(join(folder, 'run'))).toBe(false)
  })

  test('is over when what it has left behind in its group ends', async () => {
    expect(told(await run(sh('(sleep 0.3; echo late) & echo early')))).toEqual({ ...WELL, stdout: 'early\nlate\n' })
  })

  test('is over a second after its end where something outside of its group has its output', async () => {
    const folder = temporaryFolder()
    const result = await run(sh('setsid sh -c \'echo $$ > "$1/pid"; exec sleep 1000\' sh "$1" & while ! test -s "$1/pid"; do :; done; echo early', folder))
    process.kill(Number(readFileSync(join(folder, 'pid'))))
    expect(told(result)).toEqual({ ...WELL, stdout: 'early\n' })
  })

  test('gives whole lines as they come, and at last what has no newline', async () => {
    const lines: string[] = []
    const output = (from: OutputName, pieces: Iterable<Buffer>): void => { lines.push(`${from}: ${Buffer.concat([...pieces])}`) }
    await run(sh('printf a; sleep 0.1; echo b; echo e >&2; sleep 0.1; printf "c\\n\\nd"'), { output })
    expect(lines).toEqual(['stdout: ab\n', 'stderr: e\n', 'stdout: c\n\n', 'stdout: d'])
  })

  test('may print a line that no memory holds', async () => {
    const space = new SpoolSpace({ spoolBytes: 1_000, folder: temporaryFolder() })
    const lengths: number[] = []
    const output = (_from: OutputName, pieces: Iterable<Buffer>): void => {
      let length = 0
      for (const piece of pieces) length += piece.length
      lengths.push(length)
    }
    await run(sh('head -c 300000 /dev/zero; echo; sleep 0.1; echo b'), { output, space })
    expect({ lengths, heldBytes: space.heldBytes }).toEqual({ lengths: [300_001, 2], heldBytes: 0 })
  })

  test('waits while its lines are taken', async () => {
    const folder = temporaryFolder()
    let bytes = 0
    let wasDone: boolean | undefined
    let first: Promise<void> | undefined
    const output = async (_from: OutputName, pieces: Iterable<Buffer>): Promise<void> => {
      for (const piece of pieces) bytes += piece.length
      // Far longer than the command needs to write all of it, if it may.
      await (first ??= sleep(300).then(() => { wasDone = existsSync(join(folder, 'done')) }))
    }
    const result = await run(sh('yes | head -c 4000000; touch "$1/done"', folder), { output })
    expect({ result: told(result), bytes, wasDone }).toEqual({ result: WELL, bytes: 4_000_000, wasDone: false })
  })

  test('is not over before its last lines are taken', async () => {
    let taken = ''
    const output = async (_from: OutputName, pieces: Iterable<Buffer>): Promise<void> => {
      const lines = Buffer.concat([...pieces]).toString()
      await sleep(1_500) // longer than what has been left behind may keep the output
      taken += lines
    }
    await run(sh('echo a; sleep 0.1; echo b; printf c'), { output })
    expect(taken).toBe('a\nb\nc')
  })

  test('is ended when its lines cannot be taken', async () => {
    const output = (): void => { throw new Error('closed') }
    const result = await run(sh('echo a; sleep 1000'), { output })
    expect(result).toMatchObject({ cut: 'output', outputError: new Error('closed'), signal: 'SIGTERM' })
  })

  test('is ended when the disk for its output is full', async () => {
    const space = new SpoolSpace({ spoolBytes: 10, folder: '/no/such/folder' })
    const result = await run(sh('echo 123456789; yes'), { space })
    expect(result).toMatchObject({ cut: 'output', outputError: { message: expect.stringContaining('its output cannot be kept: ') as unknown } })
  })

  test('is one of many at once, each with its own output', async () => {
    const space = new SpoolSpace()
    const results = await Promise.all(Array.from({ length: 100 }, (_none, at) => run(sh(`printf "%s" ${at}; echo e${at} >&2; exit ${at}`), { space })))
    expect(results.map(told)).toEqual(results.map((_none, at) => ({ ...WELL, exitCode: at, stdout: String(at), stderr: `e${at}\n` })))
  })
})


function isAlive(pid: number): boolean {
  return /^[^Z\s]/u.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout)
}
