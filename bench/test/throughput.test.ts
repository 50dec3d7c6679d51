// Curves over the cases of a workload.

import { expect, test } from 'vitest'
import { documentOf } from '../src/document.ts'
import { concurrencyChart, costChart, payOffs } from '../src/reports/throughput.ts'
import { written } from './written-document.ts'
import { cell, contestOf, facts } from './written-run.ts'

const [cpu, sleeps] = [written.workloads[0]!, written.workloads[1]!]

test('throughput against the cost of an item: the cost is what the floor takes for it, the crossovers of ours are marked', () => {
  const chart = costChart(written, cpu)!
  expect(chart.series.map(({ label, source }) => `${label} ${source}`)).toEqual(['threads ours', 'processes ours', 'serial floor', 'batched peer'])
  expect(chart.series[0]!.points.map(([cost, throughput]) => [cost * 1e6, throughput].map(Math.round))).toEqual([[10, 22_222], [100, 11_111], [1_000, 1_852]])
  expect(chart.marks.map(({ text }) => text)).toEqual(['threads: 86 µs', 'processes: 440 µs'])
})

test('who pays off from where is told of everyone who was measured, ours first', () => {
  expect(payOffs(written, cpu).map(({ contender, crossover }) => `${contender} ${crossover.kind}`)).toEqual(['threads at', 'processes at', 'batched everywhere'])
  expect(payOffs(written, sleeps)).toEqual([])
  expect(costChart(written, sleeps)).toBeUndefined()
})

test('a case of unequal items is no point', () => {
  const of = (name: string, seconds: number, isEven: object) => contestOf('cpu', { name, items: 10, concurrency: 2, ...isEven }, [cell('serial', { role: 'floor' }, seconds), cell('threads', { role: 'ours' }, seconds)])
  const document = documentOf(facts, [of('a', 1, { isEven: true }), of('tail', 2, {}), of('b', 3, { isEven: true })], true)
  expect(costChart(document, document.workloads[0]!)!.series[0]!.points.map(([cost]) => cost)).toEqual([0.1, 0.3])
})

test('throughput against concurrency is drawn where every case has another one', () => {
  expect(concurrencyChart(written, sleeps)!.series.map(({ label, points }) => [label, points.length])).toEqual([['parmap', 5], ['promise-all (no bound)', 5], ['p-map', 5]])
  expect(concurrencyChart(written, cpu)).toBeUndefined()
})
