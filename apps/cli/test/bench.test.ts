// `parmap bench`, with real processes: few items and one round, so its figures mean nothing here.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { ended, parmap, start } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const ONCE = ['--rounds', '1']
const ITEMS = [':::', 'a', 'b', 'c', 'd', 'e', 'f']

interface Figure {
  readonly contender: string
  readonly status: string
  readonly median?: number
  readonly times: readonly number[]
  readonly memory_usage_byte: readonly number[]
  readonly first_result_median: number
  readonly item_seconds: Readonly<Record<'p50' | 'p95' | 'p99', number>>
}

interface Figures {
  readonly complete: boolean
  readonly environment: { readonly node: string; readonly nodeFlags: readonly string[] }
  readonly seed: number
  readonly results: readonly Figure[]
}

test('measures every way, with its other processes, proves the results equal, failures among them, and ends with the call to make', async () => {
  const json = join(temporaryFolder(), 'figures.json')
  const { code, stdout, told } = await parmap(['bench', './benched.mjs#computes', ...ONCE, '--json', json, ...ITEMS])
  expect({ code, told }).toEqual({ code: 0, told: ['parmap: round 1 of 1: 7 ways to run it'] })
  expect(stdout).toMatch(/^Take .+ items a second/mu)
  expect(stdout).toMatch(/^An item takes \d+(\.\d+)? ms, \d+ % of it waiting/mu)
  expect(stdout).toContain('\nAll ways gave the same results.\n\n  parmap map ./benched.mjs#computes -b ')
  const { complete, seed, environment: { node, nodeFlags }, results } = JSON.parse(readFileSync(json, 'utf8')) as Figures
  expect({ complete, seed, node, nodeFlags }).toEqual({ complete: true, seed: expect.any(Number) as unknown, node: process.versions.node, nodeFlags: [] })
  expect(results.filter(({ status, times, median }) => status !== 'measured' || median !== times[0] || !(times[0]! > 0.01))).toEqual([])
  expect(results.map(({ contender }) => contender)).toEqual(expect.arrayContaining(['a plain loop', 'async -j 100', 'threads --workers 1 -j 1', expect.stringMatching(/^processes --workers \d+ -j \d+$/u)]))
  const processes = results.find(({ contender }) => contender.startsWith('processes'))!
  const loop = results.find(({ contender }) => contender === 'a plain loop')!
  expect(processes.memory_usage_byte[0]).toBeGreaterThan(1.3 * loop.memory_usage_byte[0]!)
  expect(processes.item_seconds.p50).toBeGreaterThanOrEqual(0.0049) // of items that take 5 ms
  expect(processes.item_seconds.p99).toBeGreaterThanOrEqual(processes.item_seconds.p95)
  expect(results.filter(({ first_result_median: first }) => !(first > 0))).toEqual([])
}, 60_000)

test('tries who is far behind once: a plain loop over items that wait', async () => {
  const { stdout, told } = await parmap(['bench', './benched.mjs#waits', '--rounds', '2', ...ITEMS, ...'ghijklmnopqrstuvw'])
  expect(told[0]).toBe('parmap: round 1 of 2: 7 ways to run it')
  expect(told[1]).toMatch(/^parmap: round 2 of 2: [2-6] ways to run it, at most [\d.]+ m?s left$/u)
  expect(stdout).toMatch(/^An item takes [\d.]+ m?s, \d+ % of it waiting: many at once pay, whatever runs them\.$/mu)
  expect(stdout).toMatch(/^Not measured again, since more than 4 times as slow as the fastest: a plain loop/mu)
}, 60_000)

test('begins no round that would end too late, and leaves stdout to figures that go there; a task that would end its process fails its item, everywhere alike', async () => {
  const { code, stdout, stderr, told } = await parmap(['bench', './benched.mjs#exits', '--time', '1ms', '--json', '-', ...ITEMS])
  expect({ code, told: told[0] }).toEqual({ code: 0, told: 'parmap: round 1 of 6: 7 ways to run it' })
  expect(stderr).toMatch(/│ way to run it +│ first result │ first run │ later runs +│ items\/s │ ÷ a plain loop │/u)
  expect(stderr).toContain('\nAll ways gave the same results.\n')
  expect(told.filter((line) => line.startsWith('parmap: round '))).toHaveLength(1)
  expect(JSON.parse(stdout)).toMatchObject({ complete: true })
}, 60_000)

test('measures a task that leaves every item out, too', async () => {
  const { code, stdout } = await parmap(['bench', './benched.mjs#skips', ...ONCE, '-q', ...ITEMS])
  expect({ code, isEqual: stdout.includes('\nAll ways gave the same results.\n') }).toEqual({ code: 0, isEqual: true })
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
  ['a line that is no JSON, where that is to end it', ['./benched.mjs#computes', '--on-parse-error', 'stop', '-i', 'throws.mjs'], 3, 'item 1 (throws.mjs:1): not JSON: '],
  ['lines of which none is JSON', ['./benched.mjs#computes', '-i', 'throws.mjs'], 3, 'there are no items'],
  ['an input that is not there', ['./benched.mjs#computes', '-i', 'nowhere'], 3, 'cannot read nowhere'],
  ['figures that cannot be written, before anything is measured', ['./benched.mjs#computes', '--json', 'nowhere/figures.json', ...ITEMS], 3, 'cannot write nowhere/figures.json'],
  ['a time without its unit', ['./benched.mjs#computes', '--time', '60', ...ITEMS], 2, "'--time <duration>'"],
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
