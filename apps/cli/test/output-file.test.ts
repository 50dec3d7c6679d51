// Results in a file: there when they are whole, and not before.

import { execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bash, ended, parmap, says, start } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const TASK = 'export default (n) => n\n'
const WAITING = "export default (n, { signal }) => n !== 'stuck' ? n : (console.error('running'), new Promise((_, reject) => { signal.onabort = () => reject(signal.reason) }))\n"

describe('-o', () => {
  test('writes the results to a file, and nothing to stdout', async () => {
    const cwd = temporaryFolder({ 'task.mjs': TASK })
    expect(await parmap(['map', './task.mjs', '-o', 'out.txt'], { cwd, input: '1\n2\n' })).toMatchObject({ code: 0, stdout: '' })
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe('1\n2\n')
    expect(readdirSync(cwd).toSorted()).toEqual(['out.txt', 'task.mjs'])
  })

  test('may name a file that is read', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (n) => n + 1\n', 'numbers.txt': '1\n2\n' })
    await parmap(['map', './task.mjs', '-i', 'numbers.txt', '-o', 'numbers.txt'], { cwd })
    expect(readFileSync(join(cwd, 'numbers.txt'), 'utf8')).toBe('2\n3\n')
  })

  test('leaves the file alone where a signal ends the run, and names the one with the results so far', async () => {
    const cwd = temporaryFolder({ 'task.mjs': WAITING, 'out.txt': 'old\n' })
    const child = start(['map', './task.mjs', '-b', 'async', '-o', 'out.txt', '--grace', '10ms', ':::', 'a', 'stuck'], { cwd })
    const run = ended(child)
    await says(child, 'running\n')
    child.kill('SIGTERM')
    const { told, signal } = await run
    expect({ signal, told }).toEqual({ signal: 'SIGTERM', told: expect.arrayContaining(['parmap: the results so far are in out.txt.partial']) as unknown })
    expect([readFileSync(join(cwd, 'out.txt'), 'utf8'), readFileSync(join(cwd, 'out.txt.partial'), 'utf8')]).toEqual(['old\n', '"a"\n'])
  })

  test('puts the file in place also where items failed', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (n) => { if (n === 2) throw new Error("two"); return n }\n' })
    expect(await parmap(['map', './task.mjs', '-o', 'out.txt'], { cwd, input: '1\n2\n3\n' })).toMatchObject({ code: 1 })
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe('1\n3\n')
  })

  test.skipIf(process.platform === 'win32')('keeps a link one, and the mode of the file', async () => {
    const cwd = temporaryFolder({ 'task.mjs': TASK })
    writeFileSync(join(cwd, 'real.txt'), 'old', { mode: 0o600 })
    symlinkSync('real.txt', join(cwd, 'out.txt'))
    await parmap(['map', './task.mjs', '-o', 'out.txt', ':::', 'a'], { cwd })
    expect(lstatSync(join(cwd, 'out.txt')).isSymbolicLink()).toBe(true)
    expect([readFileSync(join(cwd, 'real.txt'), 'utf8'), lstatSync(join(cwd, 'real.txt')).mode & 0o777]).toEqual(['"a"\n', 0o600])
  })

  test.skipIf(process.platform === 'win32')('makes the file that links lead to', async () => {
    const cwd = temporaryFolder({ 'task.mjs': TASK, 'folder/other': '' })
    symlinkSync('folder/link', join(cwd, 'out.txt'))
    symlinkSync('../real.txt', join(cwd, 'folder/link'))
    expect(await parmap(['map', './task.mjs', '-o', 'out.txt', ':::', 'a'], { cwd })).toMatchObject({ code: 0 })
    expect([lstatSync(join(cwd, 'out.txt')).isSymbolicLink(), readFileSync(join(cwd, 'real.txt'), 'utf8'), readdirSync(join(cwd, 'folder'))]).toEqual([true, '"a"\n', ['link', 'other']])
    symlinkSync('loop', join(cwd, 'loop'))
    expect(await parmap(['map', './task.mjs', '-o', 'loop', ':::', 'a'], { cwd })).toMatchObject({ code: 3, told: ['parmap: cannot write loop: it leads through too many symbolic links'] })
  })

  test.skipIf(process.platform === 'win32')('writes to what is no plain file directly', async () => {
    const cwd = temporaryFolder({ 'task.mjs': TASK })
    execFileSync('bash', ['-c', 'mkfifo "$0"', join(cwd, 'pipe')])
    expect(await bash('cat pipe & parmap map ./task.mjs -o pipe ::: a; wait', { cwd })).toMatchObject({ stdout: '"a"\n' })
  })

  test.skipIf(process.platform === 'win32')('waits for someone to read a named pipe, and says so; a signal ends that', async () => {
    const cwd = temporaryFolder({ 'task.mjs': "export default () => console.error('ran')\n" })
    execFileSync('mkfifo', [join(cwd, 'pipe')])
    const runs = [['-o', 'pipe'], ['--errors-to', 'pipe']].map(async (flags) => {
      const child = start(['map', './task.mjs', ...flags, ':::', 'a'], { cwd })
      const run = ended(child)
      await says(child, 'waiting for someone to read pipe')
      child.kill('SIGTERM')
      return run
    })
    const end = { signal: 'SIGTERM', told: ['parmap: waiting for someone to read pipe, which is a named pipe'] }
    expect(await Promise.all(runs)).toMatchObject([end, end])
  })

  test('that cannot be written is exit code 3, and runs nothing', async () => {
    const cwd = temporaryFolder({ 'task.mjs': "export default () => console.error('ran')\n" })
    const { code, told } = await parmap(['map', './task.mjs', '-o', 'no/out.txt', ':::', 'a'], { cwd })
    expect({ code, told }).toEqual({ code: 3, told: [expect.stringMatching(/^parmap: cannot write no\/out\.txt: ENOENT/u)] })
  })
})

describe('--to json', () => {
  test('writes one array', async () => {
    expect(await parmap(['map', './tasks.mjs', '--to', 'json', ':::', 'a', 'b'])).toMatchObject({ stdout: '[\n"a",\n"b"\n]\n' })
    expect(await parmap(['map', './tasks.mjs', '--to', 'json'])).toMatchObject({ stdout: '[]\n' })
  })

  test('leaves it open where the run is cut short: nobody may take it for all', async () => {
    const { code, stdout } = await parmap(['map', './halting.mjs', '-b', 'async', '--to', 'json', '--halt', 'now,fail=1', ':::', 'a', 'c', 'fail'])
    expect({ code, stdout }).toEqual({ code: 5, stdout: '[\n"a",\n"c"' })
  })
})

test('--to none writes nothing', async () => {
  expect(await parmap(['map', './tasks.mjs', '--to', 'none', ':::', 'a', 'b'])).toMatchObject({ code: 0, stdout: '' })
})
