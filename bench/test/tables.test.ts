// The tables of a run that was not measured but written down, so that every figure in them is known.

import { expect, test } from 'vitest'
import type { Cell } from '../src/cell.ts'
import type { Contest } from '../src/contest.ts'
import { documentOf } from '../src/document.ts'
import { WARMED } from '../src/repetition.ts'
import type { Sample } from '../src/sample.ts'
import { header, workloadText } from '../src/tables.ts'
import { cell, contestOf, facts } from './written-run.ts'

function contest(name: string, items: number, cells: Cell[]): Contest {
  return contestOf('sleeps', { name, items, concurrency: items, idle: 1, budgets: [{ metric: 'seconds', against: 'promise-all', limit: 1.03 }] }, cells)
}

const floor = (...samples: number[]): Cell => cell('promise-all', { role: 'floor', bounded: false }, ...samples)
const own = (...samples: number[]): Cell => cell('parmap', { role: 'ours', package: '@parmap/async', version: '1.2.3' }, ...samples)
const contests = [
  contest('10', 10, [floor(1, 1, 1, 1, 1, 1), own(1.02, 1.02, 1.02, 1.02, 1.02, 1.02), cell('peer', { package: 'peer' }, 2)]),
  contest('100', 100, [floor(1.1, 1.1), own(2.2, 2.2), cell('peer', { package: 'peer' }, { status: 'deadline', reason: 'did not end within 60 s' })]),
]
const document = documentOf(facts, contests, true)

test('the header names machine, runtimes, load, seed and versions, also of what is missing', () => {
  expect(header(document)).toBe(
    'A Processor, 2 cores (quota 1.5), 4000 MB, Linux 6 x64\n' +
    'Node 20.19.0 (V8 11.3, --expose-gc), Python missing; load 0.50 1.00 2.00; seed 7\n' +
    '@parmap/async 1.2.3, peer missing',
  )
})

test('a workload with several cases is a grid of medians and ratios, with marks where there are none', () => {
  const text = workloadText(document, document.workloads[0]!, false)
  expect(text.split('\n').map((line) => line.split('│').slice(1, -1).map((part) => part.trim())).filter((cells) => cells.length > 0)).toEqual([
    ['contender', '10', '100'],
    ['promise-all (no bound)', '1.00 s ± 0.0 %', '1.10 s ± 0.0 %'],
    ['promise-all()', 'the floor', 'the floor'],
    ['parmap', '1.02 s ± 0.0 %', '2.20 s ± 0.0 %'],
    ['parmap()', '1.02 (1.02–1.02)', '2.00'],
    ['peer', '2.00 s', 'deadline'],
    ['peer()', '2.00', ''],
  ])
  expect(text).toContain('\npeer, 100: deadline: did not end within 60 s\n')
  expect(text).toContain('PASS         10: time of parmap ≤ 1.03 × promise-all: 1.02 (1.02–1.02), rounds: 6\n')
  expect(text).toContain('INCONCLUSIVE 100: time of parmap ≤ 1.03 × promise-all: 2.00, rounds: 2')
})

test('in detail each case is a table, fastest first, with ours beside each', () => {
  const text = workloadText(document, document.workloads[0]!, true)
  expect(text.split('\n').map((line) => line.split('│').slice(1, -1).map((part) => part.trim())).filter((cells) => cells.length > 0)).toEqual([
    ['contender', 'call', 'median', 'spread', 'ns/item', 'items/s', '÷ promise-all', 'parmap ÷ it', 'CPU', 'peak', 'rounds'],
    ['promise-all (no bound)', 'promise-all()', '1.00 s', '± 0.0 %', '0', '10', '', '1.02 (1.02–1.02)', '500 ms', '64 MB', '6'],
    ['parmap', 'parmap()', '1.02 s', '± 0.0 %', '2,000,000', '9.8', '1.02 (1.02–1.02)', '', '500 ms', '64 MB', '6'],
    ['peer', 'peer()', '2.00 s', '', '100,000,000', '5', '2.00', '0.51', '500 ms', '64 MB', '1'],
    ['contender', 'call', 'median', 'spread', 'ns/item', 'items/s', '÷ promise-all', 'parmap ÷ it', 'CPU', 'peak', 'rounds'],
    ['promise-all (no bound)', 'promise-all()', '1.10 s', '± 0.0 %', '1,000,000', '90.9', '', '2.00', '500 ms', '64 MB', '2'],
    ['parmap', 'parmap()', '2.20 s', '± 0.0 %', '12,000,000', '45.5', '2.00', '', '500 ms', '64 MB', '2'],
    ['peer', 'peer()', 'deadline: did not end within 60 s'],
  ])
})

test('a case that is repeated shows its first run beside the steady ones', () => {
  const steady = { status: 'measured', userSeconds: 0, systemSeconds: 0, spentSeconds: 1, peakBytes: 64e6 } as const
  const sixOf = (seconds: number, firstSeconds: number): Sample[] => Array.from({ length: 6 }, () => ({ ...steady, seconds, firstSeconds }))
  const held = contest('10', 1_000_000, [cell('promise-all', { role: 'floor' }, ...sixOf(0.1, 0.2)), cell('parmap', { role: 'ours' }, ...sixOf(0.12, 0.5))])
  const { idle: _, ...warm } = held.case
  const warmed = documentOf(facts, [{ ...held, case: { ...warm, repetition: WARMED } }], true)
  const text = workloadText(warmed, warmed.workloads[0]!, false)
  expect(text.split('\n').map((line) => line.split('│').slice(1, -1).map((part) => part.trim())).filter((cells) => cells.length > 0)).toEqual([
    ['contender', 'call', 'first', '÷ promise-all', 'steady', 'spread', 'ns/item', 'items/s', '÷ promise-all', 'parmap ÷ it', 'CPU', 'peak', 'rounds'],
    ['promise-all', 'promise-all()', '200 ms', '', '100 ms', '± 0.0 %', '100', '10,000,000', '', '1.20 (1.20–1.20)', '0 ms', '64 MB', '6'],
    ['parmap', 'parmap()', '500 ms', '2.50 (2.50–2.50)', '120 ms', '± 0.0 %', '120', '8,330,000', '1.20 (1.20–1.20)', '', '0 ms', '64 MB', '6'],
  ])
  expect(text).toContain('FAIL         10: time of parmap ≤ 1.03 × promise-all: 1.20') // judged by the steady ones
  expect(warmed.results[1]).toMatchObject({ median: 0.12, first_median: 0.5, first_times: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5] })
  expect(warmed.workloads[0]!.cases[0]!.repetition).toEqual(WARMED)
})

test('a budget of a difference tells how much more it is, in the unit of its metric', () => {
  const budgets = [
    { metric: 'seconds', against: 'promise-all', limit: 0.03, as: 'difference' },
    { metric: 'peakBytes', against: 'promise-all', limit: 10e6, as: 'difference' },
    { metric: 'seconds', against: 'promise-all', limit: 0.015, as: 'difference', whereAtMost: 0.9 },
    { metric: 'seconds', against: 'nobody', limit: 0.03, as: 'difference' },
  ] as const
  const held = contestOf('sleeps', { name: '10', items: 10, concurrency: 10, budgets }, [floor(1, 1, 1, 1, 1, 1), own(1.01, 1.02, 1.02, 1.025, 1.02, 1.02)])
  const told = documentOf(facts, [held], true)
  const text = workloadText(told, told.workloads[0]!, false)
  expect(text).toContain('PASS         10: time of parmap ≤ 30 ms more than promise-all: 20 ms (10 ms–25 ms), rounds: 6\n')
  expect(text).toContain('PASS         10: peak memory of parmap ≤ 10 MB more than promise-all: 0 MB (0 MB–0 MB), rounds: 6\n')
  expect(text).toContain('INCONCLUSIVE 10: time of parmap ≤ 15 ms more than promise-all, where that comes to 900 ms at most: 20 ms (10 ms–25 ms), rounds: 6\n')
  expect(text).toContain('INCONCLUSIVE 10: time of parmap ≤ 30 ms more than nobody: not measured')
})

test('the machine form has the fields of hyperfine, and figures only where they count', () => {
  expect(document.results[1]).toMatchObject({
    command: 'sleeps, 10: parmap', mean: 1.02, median: 1.02, min: 1.02, max: 1.02, user: 0.5, system: 0,
    times: [1.02, 1.02, 1.02, 1.02, 1.02, 1.02], parameters: { items: 10, concurrency: 10, idle: 1 }, status: 'measured',
  })
  expect(document.results.at(-1)).toMatchObject({ status: 'deadline', reason: 'did not end within 60 s', times: [], user: undefined })
  expect(document.results.at(-1)).not.toHaveProperty('median')
})
