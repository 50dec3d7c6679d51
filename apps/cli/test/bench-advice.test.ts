// What figures are said to mean, on made-up ones.

import { describe, expect, test } from 'vitest'
import { adviceOf, type Findings, type Measurement } from '../src/bench/advice.ts'
import { candidatesFor, SERIAL, type Candidate } from '../src/bench/candidate.ts'

const ratio = (value: number, error = 0.02) => ({ ratio: value, low: value - error, high: value + error, rounds: 6 })
const of = (candidate: Candidate, seconds: number, best: number, loop?: number): Measurement =>
  ({ candidate, seconds, firstSeconds: seconds + 0.1, firstResultSeconds: 0.05, toBest: ratio(seconds / best), toLoop: loop === undefined ? undefined : ratio(seconds / loop), batchItems: candidate.workers === undefined ? undefined : 26.4 })

const [, async100, threads1, threads2] = candidatesFor({ items: 1_000, busy: 1, blocked: 0, cores: 2 })
const findings = (itemMs: number, busy: number, measurements: readonly Measurement[], more: Partial<Findings> = {}): Findings =>
  ({ call: 'parmap map ./price.mjs', items: 1_000, cores: 2, load: 1, itemMs, busy, blocked: 0, measurements, ...more })

describe('what is advised', () => {
  test('for items that compute: as many workers as cores, with the gain and its error, and the batches that form', () => {
    const advice = adviceOf(findings(0.38, 0.98, [of(SERIAL, 0.38, 0.2, 0.38), of(async100!, 0.39, 0.2, 0.38), of(threads1!, 0.4, 0.2, 0.38), of(threads2!, 0.2, 0.2, 0.38)]))
    expect(advice).toEqual([
      'Take threads --workers 2 -j 2: 5,000 items a second, 1.90 × a plain loop (1.83–1.98).',
      'An item takes 380 µs, 2 % of it waiting: more cores pay, and more items at once on one of them do not.',
      'Batches form by themselves, of about 26 items here.',
      'Its first run, with all that has to be started, took 300 ms, to the first result 50 ms; the later ones 200 ms.',
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
    expect(advice[2]).toBe('An item takes 1 ms, 0 % of it waiting: whether more cores pay, these figures cannot tell.')
  })

  test('for items that hold up their thread: more workers than cores', () => {
    const [, , threads8] = candidatesFor({ items: 1_000, busy: 1, blocked: 0.9, cores: 2 })
    const advice = adviceOf(findings(30, 1, [of(SERIAL, 30, 4, 30), of(threads8!, 4, 4, 30)], { blocked: 0.9 }))!
    expect(advice[1]).toBe('An item takes 30 ms and keeps its thread, 90 % of that without computing: more workers than cores pay.')
    expect(advice.at(-1)).toBe('parmap map ./price.mjs -b threads --workers 8 -j 8')
  })

  test('without intervals the simplest, unless it is a quarter slower', () => {
    const unsure = (candidate: Candidate, seconds: number): Measurement => ({ ...of(candidate, seconds, 1), toBest: { ratio: seconds, low: undefined, high: undefined, rounds: 1 } })
    expect(adviceOf(findings(1, 1, [unsure(SERIAL, 1.24), unsure(threads2!, 1)]))![0]).toMatch(/^Take a plain loop:/u)
    expect(adviceOf(findings(1, 1, [unsure(SERIAL, 1.26), unsure(threads2!, 1)]))![0]).toMatch(/^Take threads /u)
  })

  test('with care, where the machine was busy', () => {
    const busy = 'The machine was busy with other things (load 3.1 on 2 cores): take this with care.'
    expect(adviceOf(findings(1, 1, [of(SERIAL, 1, 1)], { load: 3.1 }))).toContain(busy)
    expect(adviceOf(findings(1, 1, [of(SERIAL, 1, 1)], { load: 2.9 }))!.join()).not.toContain('busy')
  })

  test('nothing where nothing has been measured', () => { expect(adviceOf(findings(1, 1, []))).toBeUndefined() })
})

describe('what is tried', () => {
  const namesFor = (...nature: Parameters<typeof candidatesFor>): string[] => candidatesFor(...nature).map(({ name }) => name)

  test('of items that compute: workers from one to the cores', () => {
    expect(namesFor({ items: 1_000, busy: 1, blocked: 0, cores: 8 })).toEqual([
      'a plain loop', 'async -j 100', 'threads --workers 1 -j 1', 'threads --workers 4 -j 4', 'threads --workers 8 -j 8', 'threads --workers 8 -j 128', 'processes --workers 8 -j 8', 'processes --workers 8 -j 128',
    ])
  })

  test('of items that wait: many at once, and no more than there are', () => {
    expect(namesFor({ items: 90, busy: 0.02, blocked: 0, cores: 1 })).toEqual([
      'a plain loop', 'async -j 10', 'async -j 100', 'threads --workers 1 -j 16', 'threads --workers 1 -j 100', 'processes --workers 1 -j 16', 'processes --workers 1 -j 100',
    ])
  })

  test('of items that hold up their thread: more threads than cores, and not many more than there are items', () => {
    expect(namesFor({ items: 30, busy: 1, blocked: 0.9, cores: 2 })).toEqual(['a plain loop', 'threads --workers 2 -j 2', 'threads --workers 8 -j 8', 'threads --workers 32 -j 32', 'processes --workers 2 -j 2'])
    expect(namesFor({ items: 8, busy: 1, blocked: 0.9, cores: 2 })).not.toContain('threads --workers 32 -j 32')
  })
})
