// What figures are said to mean, on made-up ones.

import { describe, expect, test } from 'vitest'
import { adviceOf, type Findings, type Measurement } from '../src/bench/advice.ts'
import { candidatesFor, SERIAL, type Candidate } from '../src/bench/candidate.ts'

const ratio = (value: number, error = 0.02) => ({ ratio: value, low: value - error, high: value + error, rounds: 6 })
const of = (candidate: Candidate, seconds: number, best: number, loop?: number): Measurement =>
  ({ candidate, seconds, firstSeconds: seconds + 0.1, toBest: ratio(seconds / best), toLoop: loop === undefined ? undefined : ratio(seconds / loop), batchItems: candidate.workers === undefined ? undefined : 26.4 })

const [, async100, threads1, threads2] = candidatesFor({ items: 1_000, isWaiting: false, cores: 2 })
const findings = (itemMs: number, busy: number, measurements: readonly Measurement[]): Findings => ({ call: 'parmap map ./price.mjs', items: 1_000, cores: 2, itemMs, busy, measurements })

describe('what is advised', () => {
  test('for items that compute: as many workers as cores, with the gain and its error, and the batches that form', () => {
    const advice = adviceOf(findings(0.38, 0.98, [of(SERIAL, 0.38, 0.2, 0.38), of(async100!, 0.39, 0.2, 0.38), of(threads1!, 0.4, 0.2, 0.38), of(threads2!, 0.2, 0.2, 0.38)]))
    expect(advice).toEqual([
      'Take threads --workers 2 -j 2: 5,000 items a second, 1.90 × a plain loop (1.83–1.98).',
      'An item takes 380 µs, 2 % of it waiting: more cores pay, and more items at once on one of them do not.',
      'Batches form by themselves, of about 26 items here.',
      'Its first run, with all that has to be started, took 300 ms; the later ones 200 ms.',
      'parmap map ./price.mjs -b threads --workers 2 -j 2',
    ])
  })

  test('for tiny items: a plain loop, and from which cost on workers would pay', () => {
    // 4 ms for 1,000 items of 2 µs on 2 cores: 3 µs an item beside its work, so 6 µs of work are where it begins to pay.
    const advice = adviceOf(findings(0.002, 1, [of(SERIAL, 0.002, 0.002), of(threads2!, 0.004, 0.002, 0.002)]))!
    expect(advice[0]).toBe('Take a plain loop: 500,000 items a second.')
    expect(advice[1]).toBe('An item takes 2 µs, 0 % of it waiting: less than workers cost. They would pay above about 6 µs of work an item.')
    expect(advice.at(-1)).toBe('parmap map ./price.mjs -b async -j 1')
  })

  test('for items that wait: many at once', () => {
    const advice = adviceOf(findings(50, 0.02, [of(SERIAL, 50, 0.5, 50), of(async100!, 0.5, 0.5, 50)]))!
    expect(advice[1]).toBe('An item takes 50 ms, 98 % of it waiting: many at once pay, whatever runs them.')
    expect(advice.at(-1)).toBe('parmap map ./price.mjs -b async -j 100')
  })

  test('the simplest of those that are level, and the others are named', () => {
    const advice = adviceOf(findings(1, 1, [of(SERIAL, 1.03, 1), of(threads1!, 1.02, 1), of(threads2!, 1, 1)]))!
    expect(advice.slice(0, 2)).toEqual(['Take a plain loop: 971 items a second.', 'As fast, as far as this can tell, and less simple: threads --workers 1 -j 1; threads --workers 2 -j 2.'])
  })

  test('nothing where nothing has been measured', () => { expect(adviceOf(findings(1, 1, []))).toBeUndefined() })
})

describe('what is tried', () => {
  const namesFor = (...nature: Parameters<typeof candidatesFor>): string[] => candidatesFor(...nature).map(({ name }) => name)

  test('of items that compute: workers from one to the cores', () => {
    expect(namesFor({ items: 1_000, isWaiting: false, cores: 8 })).toEqual([
      'a plain loop', 'async -j 100', 'threads --workers 1 -j 1', 'threads --workers 4 -j 4', 'threads --workers 8 -j 8', 'threads --workers 8 -j 128', 'processes --workers 8 -j 8', 'processes --workers 8 -j 128',
    ])
  })

  test('of items that wait: many at once, and no more than there are', () => {
    expect(namesFor({ items: 90, isWaiting: true, cores: 1 })).toEqual([
      'a plain loop', 'async -j 10', 'async -j 100', 'threads --workers 1 -j 16', 'threads --workers 1 -j 100', 'processes --workers 1 -j 16', 'processes --workers 1 -j 100',
    ])
  })
})
