// Times in flags and in summaries.

import { describe, expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../src/durations.ts'

describe('a duration', () => {
  test.each([
    ['1ms', 1],
    ['500ms', 500],
    ['0.5ms', 0.5],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['24h', 86_400_000],
  ])('%s is %d milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each(['', '5', 's', '0s', '-1s', '+1s', '1 s', '1S', '1d', '.5s', '1e3ms', '1,5s', '600h', 'Infinitys', '1s2'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  test.each([
    [0, '0 ms'],
    [0.0001, '1 µs'],
    [0.4, '400 µs'],
    [0.9994, '999 µs'],
    [0.9995, '1 ms'],
    [999.4, '999 ms'],
    [999.5, '1.00 s'],
    [59_994, '59.99 s'],
    [59_999, '1 m 00 s'],
    [3_599_400, '59 m 59 s'],
    [3_599_500, '1 h 00 m'],
    [86_400_000, '24 h 00 m'],
  ])('%d milliseconds are shown as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})
