// The founding table beside what was measured.

import { expect, test } from 'vitest'
import { documentOf } from '../src/document.ts'
import { foundingChart, foundingRows, foundingText } from '../src/reports/founding.ts'
import { written } from './written-document.ts'
import { cell, contestOf, facts } from './written-run.ts'

test('ours, floor and peers come first, the original figures last', () => {
  expect(foundingRows(written).map(({ label, source, seconds }) => [label, source, ...seconds.map(foundingText)])).toEqual([
    ['parmap', 'ours', '1.00', '1.00', '1.00', '1.03', '1.27'],
    ['promise-all (no bound)', 'floor', '1.00', '1.00', '1.00', '1.02', '1.25'],
    ['p-map', 'peer', '1.00', '1.00', '1.01', '1.08', '1.82'],
    ['python gevent', 'peer', 'missing', 'missing', 'missing', 'missing', 'missing'],
    ['multiprocessing', 'elsewhere', '1.05', '1.16', '2.31', 'failed', '–'],
    ['gevent', 'elsewhere', '1.00', '1.01', '1.02', '1.12', '2.20'],
    ['asyncio', 'elsewhere', '1.00', '1.01', '1.03', '1.22', '3.25'],
  ])
})

test('the chart has lines for what has figures', () => {
  expect(foundingChart(written)!.series.map(({ label, points }) => [label, points.length])).toEqual([
    ['parmap', 5], ['promise-all (no bound)', 5], ['multiprocessing, there', 3], ['gevent, there', 5], ['asyncio, there', 5],
  ])
})

test('sleeps of a quick run are no sleeps of a second: there is nothing to compare', () => {
  const quick = contestOf('sleeps', { name: '10', items: 10, concurrency: 10, idle: 0.1 }, [cell('parmap', { role: 'ours' }, 0.1)])
  const document = documentOf(facts, [quick], true)
  expect([foundingRows(document), foundingChart(document)]).toEqual([[], undefined])
})
