// What `npm start` does: the demonstration, and the command line with all that a program has of its own.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../scripts/workspace.mjs'
import { plainEnvironment } from './run-program.ts'

const START = join(root, 'scripts', 'start.mjs')

let here: string

beforeAll(() => {
  here = mkdtempSync(join(tmpdir(), 'parmap-start-'))
  writeFileSync(join(here, 'tasks.mjs'), `
export const double = (n) => { if (n < 0) throw new RangeError('negative'); return n * 2 }
export const wait = () => { console.error('waiting'); return new Promise((resolve) => setTimeout(resolve, 2 ** 31 - 1)) }
`)
})
afterAll(() => { rmSync(here, { recursive: true }) })

/** Starts it as npm does: at the root, with the user's folder in INIT_CWD; apart from any terminal. */
function start(...args: readonly string[]) {
  return spawn(process.execPath, [START, ...args], { cwd: root, env: { ...plainEnvironment(), INIT_CWD: here }, stdio: 'pipe', detached: true })
}

async function run(args: readonly string[], input: string) {
  const child = start(...args)
  child.stdin.end(input)
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number]>])
  return { stdout, stderr, exitCode }
}

describe('npm start', () => {
  test('counts the lines of the sources of the repository, and says what to try next', async () => {
    const { stdout, stderr, exitCode } = await run([], '')
    const results = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly file: string; readonly lines: number })
    expect(results).toContainEqual(expect.objectContaining({ file: 'scripts/start.mjs', lines: expect.any(Number) as number }))
    expect(results).toContainEqual(expect.objectContaining({ file: 'packages/core/src/index.ts' }))
    expect(results.filter(({ file }) => /node_modules|\/dist\//.test(file))).toEqual([])
    expect(stderr).toContain(`the ${results.length} source files`)
    expect(stderr).toContain('Try next')
    expect(exitCode).toBe(0)
  })
})

describe('npm start -- <args> is the command line:', () => {
  test('it reads stdin, and finds modules from where the user is', async () => {
    expect(await run(['map', './tasks.mjs#double'], '1\n2\n')).toMatchObject({ stdout: '2\n4\n', exitCode: 0 })
  })

  test('its exit code is that of the command line', async () => {
    expect(await run(['map', './tasks.mjs#double'], '1\n-1\n')).toMatchObject({ stdout: '2\n', exitCode: 1 })
    expect(await run(['map', './tasks.mjs#double', '-j', '0'], '1\n')).toMatchObject({ stdout: '', exitCode: 2 })
    expect(await run(['map', './tasks.mjs#triple'], '1\n')).toMatchObject({ stdout: '', exitCode: 4 })
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it, and its parent sees that signal', async (signal) => {
    const child = start('map', './tasks.mjs#wait', ':::', 'a')
    await saying(child.stderr, 'waiting')
    child.kill(signal)
    expect(await once(child, 'close')).toEqual([null, signal])
  })
})

async function saying(stream: AsyncIterable<Buffer>, words: string): Promise<void> {
  let said = ''
  for await (const chunk of stream) if ((said += chunk.toString()).includes(words)) return
  throw new Error(`It never said "${words}", only: ${said}`)
}
