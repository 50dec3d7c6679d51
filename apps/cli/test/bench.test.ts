// `parmap bench`, with real processes: few items and one round, so its figures mean nothing here.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { ended, parmap, start } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const ONCE = ['--rounds', '1']
const ITEMS = [':::', 'a', 'b', 'c', 'd', 'e', 'f']

interface Figures {
  readonly complete: boolean
  readonly environment: { readonly node: string }
  readonly results: readonly { readonly contender: string; readonly status: string; readonly median?: number; readonly times: readonly number[] }[]
}

test('measures every way, proves the results equal, failures among them, and ends with the call to make', async () => {
  const json = join(temporaryFolder(), 'figures.json')
  const { code, stdout, told } = await parmap(['bench', './benched.mjs#computes', ...ONCE, '--json', json, ...ITEMS])
  expect({ code, told }).toEqual({ code: 0, told: ['parmap: round 1 of 1: 7 ways to run it'] })
  expect(stdout).toMatch(/^Take .+ items a second/mu)
  expect(stdout).toMatch(/^An item takes \d+(\.\d+)? ms, 0 % of it waiting/mu)
  expect(stdout).toContain('\nAll ways gave the same results.\n\n  parmap map ./benched.mjs#computes -b ')
  const { complete, environment, results } = JSON.parse(readFileSync(json, 'utf8')) as Figures
  expect({ complete, node: environment.node }).toEqual({ complete: true, node: process.versions.node })
  expect(results.filter(({ status, times, median }) => status !== 'measured' || median !== times[0] || !(times[0]! > 0.01))).toEqual([])
  expect(results.map(({ contender }) => contender)).toEqual(expect.arrayContaining(['a plain loop', 'async -j 100', 'threads --workers 1 -j 1', expect.stringMatching(/^processes --workers \d+ -j \d+$/u)]))
}, 60_000)

test('says who gives other results, at which item, and fails', async () => {
  const { code, stdout } = await parmap(['bench', './benched.mjs#tellsThread', ...ONCE, '-q', ...ITEMS])
  expect(code).toBe(1)
  expect(stdout).toMatch(/│ threads --workers 1 -j 1 +│ wrong: item 1 gives "\[\\"a\\",true\]\\n" instead of "\[\\"a\\",false\]\\n"/u)
  expect(stdout).toMatch(/^Other results than the rest: threads --workers 1 -j 1; /mu)
  expect(stdout).not.toMatch(/^Other results.+processes/mu)
}, 60_000)

test('goes on where one way breaks: its row says why', async () => {
  const { code, stdout } = await parmap(['bench', './benched.mjs#endsThreads', ...ONCE, '-q', ...ITEMS])
  expect(stdout).toMatch(/│ threads --workers 1 -j 1 +│ wrong: item 1 gives fails: .+was lost/u)
  expect(stdout).toMatch(/│ processes --workers \d+ -j \d+ +│ +[\d.]+ m?s /u)
  expect(code).toBe(1)
}, 60_000)

test('blames no way for results that change from run to run', async () => {
  const { code, stdout, told } = await parmap(['bench', './benched.mjs#changes', ...ONCE, ...ITEMS])
  expect(code).toBe(0)
  expect(told[0]).toMatch(/^parmap: results are not compared, since they change from run to run: item 1 gives "/u)
  expect(stdout).toContain('Results change from run to run, so they were not compared.')
}, 60_000)

test.each([
  ['a module that is not there', ['./nowhere.mjs', ...ITEMS], 4, "cannot load './nowhere.mjs': there is no file"],
  ['an export that is not there', ['./benched.mjs#nothing', ...ITEMS], 4, '`nothing`'],
  ['no items', ['./benched.mjs#computes'], 3, 'there are no items'],
  ['an input that is not there', ['./benched.mjs#computes', '-i', 'nowhere'], 3, 'cannot read nowhere'],
  ['a number of rounds that is none', ['./benched.mjs#computes', '--rounds', '0', ...ITEMS], 2, "'--rounds <n>'"],
])('refuses %s', async (_title, args, exitCode, what) => {
  const { code, stderr, stdout } = await parmap(['bench', ...args])
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
  expect(stderr).toContain(what)
})

test('a signal ends it, with all that it has started, and its parent sees that signal', async () => {
  const file = join(temporaryFolder(), 'begun')
  const child = start(['bench', './benched.mjs#never', ':::', file])
  await vi.waitFor(() => { expect(readFileSync(file, 'utf8')).not.toBe('') }, 20_000)
  child.kill('SIGINT')
  const { signal, stdout } = await ended(child)
  expect({ signal, stdout, isAlive: isAlive(Number(readFileSync(file, 'utf8'))) }).toEqual({ signal: 'SIGINT', stdout: '', isAlive: false })
}, 30_000)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
