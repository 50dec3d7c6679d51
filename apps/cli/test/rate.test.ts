// When the next item is due.

import { expect, test } from 'vitest'
import { parseRate, Rate } from '../src/run/rate.ts'

/** When so many items begin, if each begins as soon as it is due. */
function begins(count: number, intervalMs: number, lateBy: number = 0): number[] {
  const rate = new Rate(intervalMs)
  const times: number[] = []
  for (let now = 1_000; times.length < count; now += Math.max(rate.wait(now), 0) + lateBy) {
    if (rate.wait(now) > 0) continue
    rate.begun(now)
    times.push(now - 1_000)
  }
  return times
}

test('items begin an interval apart', () => {
  expect(begins(4, 100)).toEqual([0, 80, 180, 280]) // little may be made up for, once
})

test('timers that are late do not lower the rate', () => {
  const times = begins(101, 10, 1.5)
  expect(times.at(-1)! / 100).toBeLessThan(10.5)
})

test('what was missed for long is not made up for', () => {
  const rate = new Rate(10)
  rate.begun(0)
  rate.begun(10_000)
  expect(rate.wait(10_000)).toBe(-10)
  rate.begun(10_000)
  expect(rate.wait(10_000)).toBe(0)
})

test.each([['50/s', 20], ['0.5/s', 2_000], ['100/m', 600], ['1000/h', 3_600]])('%s is one in %i ms', (text, ms) => {
  expect(parseRate(text)).toBe(ms)
})

test.each(['50', '0/s', '/s', '-1/s', '5/d', '1/ms'])('%s is no rate', (text) => {
  expect(parseRate(text)).toBeUndefined()
})
