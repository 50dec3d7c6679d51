// A document with everything that a report can show: two workloads with curves, budgets of each verdict, contenders that
// failed, first results, times of items, what is sent, memory over time, and a contender whose words would be code if a report let them.

import { documentOf, type Document } from '../src/document.ts'
import { WARMED } from '../src/repetition.ts'
import type { Cell } from '../src/cell.ts'
import type { Measured } from '../src/sample.ts'
import { cell, contestOf, facts, measured as round } from './written-run.ts'

/** Markup, script and Markdown, in one reason. */
export const HOSTILE = '</script><script>globalThis.hacked = 1</script><img src=x onerror="globalThis.hacked = 2"> | **bold** `code` <!--'

const HOSTILE_NAME = '<b onclick="hacked=3">&amp;</b>'

/** Of six rounds around a time, in an order that is not that of their size. */
function around(seconds: number): number[] {
  return [1.01, 0.99, 1, 1.03, 0.98, 1].map((factor) => factor * seconds)
}

const ITEMS = 1_000
const MICRO = 1e-6

/** What extra processes have seen, in the first three rounds, and in the first. */
const looked: readonly Partial<Measured>[] = [{ firstResultSeconds: 0.07, sentBytes: 2_345_678 }, { firstResultSeconds: 0.08 }, { firstResultSeconds: 0.06 }]

/** A message to a thread costs 40 µs, to a process 160 µs; two workers halve the work. */
function cpuCells(costUs: number): Cell[] {
  const secondsOf = (perItemUs: number): number[] => around(perItemUs * MICRO * ITEMS)
  const itemSeconds = { p50: costUs * MICRO, p95: 2 * costUs * MICRO, p99: 3 * costUs * MICRO }
  return [
    cell('serial', { role: 'floor' }, ...secondsOf(costUs)),
    cell('threads', { role: 'ours', package: '@parmap/threads', version: '1.2.3' }, ...secondsOf(costUs / 2 + 40).map((seconds, index) => round(seconds, { itemSeconds, ...looked[index] }))),
    cell('processes', { role: 'ours', package: '@parmap/processes', version: '1.2.3' }, ...secondsOf(costUs / 2 + 160).map((seconds) => round(seconds, { itemSeconds, childrenBytes: 80e6, sentBytes: 12_345 }))),
    cell('batched', { package: 'batched', version: '2.0.0' }, ...secondsOf(costUs / 2)),
    cell('late', { package: 'late', version: '3.0.0' }, { status: 'deadline', reason: 'did not end within 60 s' }),
    cell(HOSTILE_NAME, { package: 'hostile', version: '1.0.0', call: '</td><script>' }, { status: 'crashed', reason: HOSTILE }),
  ]
}

const LIMITED = [{ of: 'threads', metric: 'seconds', against: 'serial', limit: 0.95 }, { of: 'processes', metric: 'seconds', against: 'serial', limit: 1.1 }] as const

const cpu = [10, 100, 1_000].map((costUs) =>
  contestOf('cpu', { name: `${costUs} µs`, items: ITEMS, concurrency: 2, isEven: true, repetition: WARMED, budgets: LIMITED }, cpuCells(costUs)))

const sleeps = [10, 100, 500, 5_000, 50_000].map((items) => contestOf(
  'sleeps',
  { name: items.toLocaleString('en'), items, concurrency: items, idle: 1, budgets: [{ metric: 'seconds', against: 'promise-all', limit: 1.03 }] },
  [
    cell('promise-all', { role: 'floor', bounded: false }, ...around(1 + items * 5 * MICRO)),
    cell('parmap', { role: 'ours', package: '@parmap/async', version: '1.2.3' }, ...around(1 + items * 5.5 * MICRO).slice(0, items === 10 ? 3 : 6)), // of 10 too few for a verdict
    cell('p-map', { package: 'p-map', version: '7.1.1' }, 1 + items * 16 * MICRO, 1 + items * 17 * MICRO),
    cell('python gevent', { package: 'gevent', version: undefined }, { status: 'missing', reason: 'gevent is not installed' }),
  ],
))

const measured = documentOf(facts, [...cpu, ...sleeps], true)

/** By their formulas threads pay off from 80 µs on, processes from 320 µs on; straight lines between the cases give 86 and 440. */
export const written: Document = {
  ...measured,
  results: measured.results.map((result) => (
    result.contender === 'parmap' && result.case === '50,000' ? { ...result, memory_over_time: [[0, 40e6], [0.5, 90e6], [1, 60e6]] } : result
  )),
}
