// Names at the ends of lines.

import { expect, test } from 'vitest'
import { placeLabels } from '../src/reports/page/place-labels.ts'

const line = (label: string, y: number) => ({ label, source: 'peer', points: [[0, 0], [1, y]] }) as const

const placed = (...ends: readonly number[]): (readonly [string, number])[] =>
  placeLabels(ends.map((y) => line(String(y), y)), { domain: [0, 100], isLog: false, height: 100, labelHeight: 10 }).map(({ of, y }) => [of.label, Math.round(y)] as const)

test('where there is room a name stands at the end of its line', () => {
  expect(placed(80, 20, 50)).toEqual([['20', 20], ['50', 50], ['80', 80]])
})

test('names that would cover each other move up, those that would leave the chart move down', () => {
  expect(placed(50, 51, 52)).toEqual([['50', 50], ['51', 60], ['52', 70]])
  expect(placed(98, 99, 100)).toEqual([['98', 80], ['99', 90], ['100', 100]])
})

test('on a logarithmic axis places are figures of it', () => {
  const [label] = placeLabels([line('ten', 10)], { domain: [1, 100], isLog: true, height: 100, labelHeight: 10 })
  expect(label!.y).toBeCloseTo(10)
})
