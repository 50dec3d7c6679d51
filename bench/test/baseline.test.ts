// A run beside the baseline: what has become slower, which budgets are missed now, and how that is said.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { compareWithBaseline, readBaseline, withRun, type Baseline } from '../src/baseline.ts'
import { documentOf, type Document } from '../src/document.ts'
import { exitCodeOf } from '../src/exit-code.ts'
import { htmlOf } from '../src/reports/html/html.ts'
import { markdownOf } from '../src/reports/markdown.ts'
import { baselineWords } from '../src/tables.ts'
import { cell, contestOf, facts } from './written-run.ts'

const FILE = 'bench/baseline.json'
const STEADY = [1, 1.01, 0.99, 1, 1.02, 0.98]

/** parmap takes so many times the floor in each round, where 1.5 is allowed. */
function runOf(...factors: number[]): Document {
  const contest = contestOf('noop', { name: 'a case', items: 10, concurrency: 2, budgets: [{ of: 'parmap', metric: 'seconds', against: 'bare-lanes', limit: 1.5 }] }, [
    cell('bare-lanes', { role: 'floor' }, ...factors.map(() => 1)),
    cell('parmap', { role: 'ours' }, ...factors),
  ])
  return documentOf(facts, [contest], true)
}

const times = (by: number): number[] => STEADY.map((one) => one * by)
const baseline = withRun(undefined, runOf(...times(1.2)))
const beside = (document: Document, base: Baseline = baseline): Document => ({ ...document, baseline: compareWithBaseline(document, base, FILE) })
const changesOf = (document: Document): unknown => beside(document).baseline!.changes.map(({ verdict, change }) => [verdict, change?.ratio.toFixed(2)])

describe('a ratio', () => {
  test.each([
    ['as it was', 1.2, 'pass', 0],
    ['somewhat higher, as on another machine', 1.3, 'pass', 0],
    ['lower', 0.6, 'pass', 0],
    ['far higher', 1.49, 'inconclusive', 0],
    ['twice as high', 2.4, 'fail', 3],
  ])('%s', (_how, by, verdict, code) => {
    const document = beside(runOf(...times(by)))
    expect(document.baseline!.changes.map((change) => change.verdict)).toEqual([verdict])
    expect(exitCodeOf(document)).toBe(code)
  })

  test('of too few rounds is inconclusive', () => {
    expect(changesOf(runOf(2.4, 2.4))).toEqual([['inconclusive', '2.00']])
  })

  test('that was not measured is inconclusive, and one that the run has not is passed over', () => {
    expect(changesOf(runOf())).toEqual([['inconclusive', undefined]])
    expect(changesOf(documentOf(facts, [], true))).toEqual([])
  })
})

describe('a budget', () => {
  test('that is missed now and was not is told', () => {
    const document = beside(runOf(...times(1.56)))
    expect(document.baseline!.newlyMissed).toEqual(['noop a case: time of parmap ≤ 1.5 × bare-lanes'])
    expect(exitCodeOf(document)).toBe(3)
  })

  test('that was missed then is known to be', () => {
    const slow = runOf(...times(1.6))
    expect(exitCodeOf(beside(slow, withRun(undefined, slow)))).toBe(0)
  })
})

test('a line of Node that the baseline does not know has its budgets alone', () => {
  const { runs } = baseline
  const old: Baseline = { ...baseline, runs: { 18: runs['20']! } }
  expect(baselineWords(beside(runOf(...times(1.2)), old).baseline!, '20.19.0')).toBe('bench/baseline.json knows no run of this line of Node (20.19.0): there are the budgets alone; no budget is missed that was not.')
  expect(exitCodeOf(beside(runOf(...times(2.4)), old))).toBe(3)
})

test('a run takes the place of that of its line of Node, and of no other', () => {
  const both = withRun({ ...baseline, runs: { ...baseline.runs, 24: baseline.runs['20']! } }, runOf(...times(1)))
  expect(Object.entries(both.runs).map(([line, { ratios }]) => [line, ratios.map(({ ratio }) => ratio)])).toEqual([['20', [1]], ['24', [1.2]]])
})

test('all reports say it', () => {
  const document = beside(runOf(...times(2.4)))
  const words = baselineWords(document.baseline!, '20.19.0').split('\n')
  expect(words.slice(0, 2)).toEqual([
    'Beside the baseline of Node 20.19.0 (A Processor, 2025-01-01): 1 slower beyond the error; missed now: noop a case: time of parmap ≤ 1.5 × bare-lanes.',
    'FAIL         noop, a case: time of parmap ÷ bare-lanes: was 1.20 (1.18–1.22), is 2.40 (2.35–2.45); change 2.00 (1.92–2.08)',
  ])
  expect(markdownOf(document)).toContain('| FAIL | noop | a case | time of parmap ÷ bare-lanes | 1.20 (1.18–1.22) | 2.40 (2.35–2.45) | 2.00 (1.92–2.08) |')
  const html = htmlOf(document)
  expect([html.includes('<a href="#baseline">Baseline</a>'), html.includes('<td>2.00 (1.92–2.08)</td>')]).toEqual([true, true])
})

test.each(['{}', 'nothing', '{"schema":2,"runs":{}}'])('a file that is no baseline is refused by its name: %s', (text) => {
  const folder = mkdtempSync(join(tmpdir(), 'parmap-baseline-'))
  onTestFinished(() => { rmSync(folder, { recursive: true }) })
  const file = join(folder, 'b.json')
  writeFileSync(file, text)
  expect(() => readBaseline(file)).toThrow(`${file} is not a baseline: expected JSON with "schema": 1 and "runs"`)
})
