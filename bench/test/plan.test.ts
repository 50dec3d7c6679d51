import { describe, expect, test } from 'vitest'
import { loadContenders, loadWorkloads } from '../src/discover.ts'
import type { Flags } from '../src/flags.ts'
import { leftOut, plan } from '../src/plan.ts'

const offer = { workloads: await loadWorkloads(), contenders: await loadContenders(), python: { version: undefined, workloads: [], contenders: {} } }
const flags: Flags = { seed: 1, quick: false, short: false, full: false, details: false, node: process.execPath, python: 'python3' }
const planned = (more: Partial<Flags>): string[] => plan(offer, { ...flags, ...more }).map(({ workload, case: { name } }) => `${workload.name} ${name}`)

test('a plain run leaves cases out and says which; with --full there are all of them', () => {
  const left = leftOut(offer, flags)
  expect(left).toContain('sleeps 1,000,000')
  expect([...planned({}), ...left].toSorted()).toEqual(planned({ full: true }).toSorted())
  expect(leftOut(offer, { ...flags, full: true })).toEqual([])
})

test('with --full no case has fewer rounds than in a plain run, and some have more', () => {
  const rounds = (more: Partial<Flags>): Map<string, number> =>
    new Map(plan(offer, { ...flags, ...more }).map(({ workload, case: { name }, effort }) => [`${workload.name} ${name}`, effort.rounds]))
  const [plain, full] = [rounds({}), rounds({ full: true })]
  const more = [...plain].map(([name, count]) => full.get(name)! - count)
  expect([Math.min(...more) >= 0, Math.max(...more) > 0]).toEqual([true, true])
})

test('every budget can be judged in a plain run: its case has rounds enough for a verdict', () => {
  expect(plan(offer, flags).filter(({ case: { budgets }, effort }) => budgets.length > 0 && effort.rounds < 6)).toEqual([])
})

test('--rounds and --seconds stand above what a case says', () => {
  const efforts = plan(offer, { ...flags, rounds: 1, seconds: 9 }).map(({ effort }) => effort)
  expect(efforts).toEqual(efforts.map(() => ({ rounds: 1, seconds: 9, leastRounds: 1 })))
})

describe('--short', () => {
  const contests = plan({ ...offer, python: { version: '3', workloads: ['tiny-numbers'], contenders: { multiprocessing: { version: '3', calls: { pool: 'Pool.map' } } } } }, { ...flags, short: true })

  test('takes those alone who decide a budget, and the floor', () => {
    for (const { workload, case: { budgets }, cells } of contests) {
      const named = budgets.flatMap(({ of, against }) => [of, against])
      expect(cells.map(({ entrant }) => entrant.name).toSorted()).toEqual([...new Set([...named, workload.value.floor])].toSorted())
    }
    expect(contests.length).toBeGreaterThan(4)
  })

  test('has rounds enough for a verdict, and ends within about three minutes', () => {
    expect(contests.filter(({ effort }) => effort.rounds < 6)).toEqual([])
    expect(contests.reduce((sum, { effort: { mostSeconds = Infinity } }) => sum + mostSeconds, 0)).toBeLessThanOrEqual(190)
  })

  test('has no time for extra processes', () => {
    expect(contests.map(({ effort: { looks } }) => looks)).toEqual(contests.map(() => 0))
  })

  test('has no case of a plain run', () => {
    expect(contests.filter(({ case: { when } }) => when !== 'short')).toEqual([])
    expect(plan(offer, flags).filter(({ case: { when } }) => when === 'short')).toEqual([])
  })
})

test('a case that the chosen workloads do not have is refused with those that they have', () => {
  const ask = (): unknown => planned({ workload: ['sleeps'], case: ['2,000 reads'] })
  expect(ask).toThrow(/^There is no case '2,000 reads'; there are: .*50,000/u)
  expect(ask).not.toThrow('2,000 fetches')
})

test('a contender that only other workloads have is left out there', () => {
  expect(planned({ workload: ['sleeps'], contender: ['piscina'] })).toEqual([])
})
