// Contests between tiny programs that report what they are told to.

import { describe, expect, test } from 'vitest'
import { compare, judgeBudgets } from '../src/comparison.ts'
import { hold, type Conduct, type Contest } from '../src/contest.ts'
import { loadWorkloads } from '../src/discover.ts'
import type { Entrant } from '../src/entrant.ts'
import { seededRandom } from '../src/random.ts'
import { WARMED } from '../src/repetition.ts'
import type { Sample } from '../src/sample.ts'
import type { Case } from '../src/workload.ts'

const workload = (await loadWorkloads()).find(({ name }) => name === 'noop')!

const measured = (seconds: number, peakBytes = 1): Sample => ({ status: 'measured', seconds, userSeconds: 0, systemSeconds: 0, firstSeconds: 2 * seconds, spentSeconds: seconds, peakBytes })

function entrant(name: string, sample: Sample, facts: Partial<Entrant> = {}): Entrant {
  const script = `require('fs').writeSync(3, ${JSON.stringify(`${JSON.stringify(sample)}\n`)})`
  return { role: 'peer', name, call: name, version: undefined, missing: undefined, command: () => [process.execPath, '-e', script], ...facts }
}

function contest(entrants: readonly Entrant[], case_: Partial<Case> = {}): Contest {
  const effort = { rounds: 3, seconds: 10, leastRounds: 1 }
  const whole: Case = { name: 'tiny', items: 1, concurrency: 1, when: 'quick', deadline: 60, effort, budgets: [], ...case_ }
  return { workload, case: whole, effort: whole.effort, cells: entrants.map((one) => ({ entrant: one, taken: [] })), isComplete: false }
}

const conduct = (seed: number): Conduct => ({
  random: seededRandom(seed),
  signal: new AbortController().signal,
  onRound: () => undefined,
  onSample: () => undefined,
})

async function orderOf(seed: number): Promise<string[]> {
  const held = contest(['a', 'b', 'c', 'd'].map((name) => entrant(name, measured(1))), { effort: { rounds: 2, seconds: 10, leastRounds: 1 } })
  const order: string[] = []
  const seen = new Map<string, number>()
  const onSample = (): void => {
    for (const { entrant: { name }, taken } of held.cells) {
      if (taken.length > (seen.get(name) ?? 0)) order.push(`${name}${taken.length}`)
      seen.set(name, taken.length)
    }
  }
  await hold(held, { ...conduct(seed), onSample })
  return order
}

test('rounds are interleaved, in an order that follows from the seed', async () => {
  const order = await orderOf(1)
  expect(order.slice(0, 4).toSorted()).toEqual(['a1', 'b1', 'c1', 'd1'])
  expect(order.slice(4).toSorted()).toEqual(['a2', 'b2', 'c2', 'd2'])
  expect(await orderOf(1)).toEqual(order)
  expect(await orderOf(2)).not.toEqual(order)
})

test('who is hopelessly behind has one round, and nobody has a second one alone', async () => {
  const effort = { rounds: 3, seconds: 10, leastRounds: 1, hopelessAt: 4 }
  const run = async (...seconds: readonly number[]): Promise<number[]> => {
    const held = contest(seconds.map((one) => entrant(String(one), measured(one), { role: 'ours' })), { effort })
    await hold(held, conduct(1))
    return held.cells.map(({ taken }) => taken.length)
  }
  expect(await run(1, 3.9, 4.1)).toEqual([3, 3, 1])
  expect(await run(1, 5, 6)).toEqual([1, 1, 1])
})

test('no round begins that would end too late, but for the first', async () => {
  const held = contest([entrant('a', measured(1)), entrant('b', measured(1))], { effort: { rounds: 3, seconds: 10, leastRounds: 1, mostSeconds: 0 } })
  await hold(held, conduct(1))
  expect(held.cells.map(({ taken }) => taken.length)).toEqual([1, 1])
})

test('ours and those whom a budget names run all rounds; the others stop when they have had their time', async () => {
  const held = contest([
    entrant('own', measured(4), { role: 'ours' }),
    entrant('floor', measured(4)),
    entrant('hopeless', measured(20)),
    entrant('slow', measured(19)),
    entrant('quick', measured(2)),
  ], { effort: { rounds: 4, seconds: 5, leastRounds: 2 }, budgets: [{ metric: 'seconds', against: 'floor', limit: 1 }] })
  await hold(held, conduct(1))
  expect(held.cells.map(({ entrant: { name }, taken }) => [name, taken.length])).toEqual([['own', 4], ['floor', 4], ['hopeless', 1], ['slow', 2], ['quick', 3]])
  expect(held.isComplete).toBe(true)
})

test('the fastest peer runs all rounds where a budget asks for it', async () => {
  const held = contest([entrant('fast', measured(5)), entrant('slow', measured(6))], {
    effort: { rounds: 3, seconds: 0, leastRounds: 1 }, budgets: [{ metric: 'seconds', against: 'fastest peer', limit: 1 }],
  })
  await hold(held, conduct(1))
  expect(held.cells.map(({ entrant: { name }, taken }) => [name, taken.length])).toEqual([['fast', 3], ['slow', 1]])
})

test('without any time to spend, everyone still has one round', async () => {
  const held = contest([entrant('a', measured(1)), entrant('b', measured(1))], { effort: { rounds: 3, seconds: 0, leastRounds: 1 } })
  await hold(held, conduct(1))
  expect(held.cells.map(({ taken }) => taken.length)).toEqual([1, 1])
})

test('one failure marks a contender and ends its rounds; the rest goes on', async () => {
  const held = contest([
    entrant('wrong', { status: 'wrong', reason: 'result 0 is 0 instead of 1' }),
    entrant('silent', measured(1), { command: () => [process.execPath, '-e', ''] }),
    entrant('fine', measured(1)),
  ])
  await hold(held, conduct(1))
  expect(held.cells.map(({ taken }) => taken.map(({ sample }) => sample.status))).toEqual([['wrong'], ['crashed'], ['measured', 'measured', 'measured']])
})

test('a contender is not tried where it is missing, nor beyond its own limit', async () => {
  const command = (): never => { throw new Error('must not be started') }
  const held = contest([
    entrant('absent', measured(1), { missing: 'it is not installed', command }),
    entrant('small', measured(1), { limit: { concurrency: 5, why: 'it is small' }, command }),
    entrant('slow', measured(1), { limit: { items: 10, why: 'it is slow' }, command }),
    entrant('sequential', measured(1), { isSequential: true, command }),
  ], { concurrency: 6, items: 11, perWorker: 3 })
  await hold(held, conduct(1))
  expect(held.cells.map(({ taken }) => taken[0]!.sample)).toEqual([
    { status: 'missing', reason: 'it is not installed' },
    { status: 'refused', reason: 'not tried beyond 5 at once: it is small' },
    { status: 'refused', reason: 'not tried beyond 10 items: it is slow' },
    { status: 'refused', reason: 'a worker of it runs one item after the other' },
  ])
})

describe('comparisons', () => {
  const taken = (...samples: Sample[]): Contest['cells'][number]['taken'] => samples.map((sample, index) => ({ round: index + 1, sample }))
  const six = (seconds: number, peakBytes?: number): Sample[] => Array.from({ length: 6 }, () => measured(seconds, peakBytes))
  const budgets = [
    { metric: 'seconds', against: 'bare-lanes', limit: 1.5 },
    { metric: 'peakBytes', against: 'bare-lanes', limit: 1.5 },
    { metric: 'seconds', against: 'fastest peer', limit: 1 },
  ] as const
  const cells = [
    { entrant: entrant('own', measured(1), { role: 'ours' }), taken: taken(...six(3, 300)) },
    { entrant: entrant('bare-lanes', measured(1), { role: 'floor' }), taken: taken(...six(2, 100)) },
    { entrant: entrant('slower', measured(1)), taken: taken(measured(12)) },
    { entrant: entrant('faster', measured(1)), taken: taken(...six(6)) },
    { entrant: entrant('cheat', measured(1)), taken: taken(measured(1), { status: 'wrong', reason: 'in its second round' }) },
  ]
  const held: Contest = { ...contest([], { budgets }), cells }

  test('set everyone beside the floor and ours beside everyone; who has failed counts for nothing', () => {
    expect(compare(held).map(({ of, to, ratio: { ratio } }) => `${of} / ${to} = ${ratio}`)).toEqual([
      'own / bare-lanes = 1.5',
      'slower / bare-lanes = 6',
      'faster / bare-lanes = 3',
      'own / slower = 0.25',
      'own / faster = 0.5',
    ])
  })

  test('set the first runs beside those of the floor, too, where a case is repeated', () => {
    const repeated: Contest = { ...held, case: { ...held.case, repetition: WARMED } }
    const cold = { entrant: entrant('cold', measured(1)), taken: taken({ ...measured(3), firstSeconds: 40 } as Sample) }
    expect(compare({ ...repeated, cells: [...cells.slice(0, 2), cold] }).map(({ of, to, metric, ratio: { ratio } }) => `${metric} ${of} / ${to} = ${ratio}`)).toEqual([
      'seconds own / bare-lanes = 1.5',
      'firstSeconds own / bare-lanes = 1.5',
      'seconds cold / bare-lanes = 1.5',
      'firstSeconds cold / bare-lanes = 10',
      'seconds own / cold = 1',
      'firstSeconds own / cold = 0.15',
    ])
  })

  test('judge budgets of time and of memory, also against the fastest peer that was right', () => {
    expect(judgeBudgets(held).map(({ to, metric, verdict }) => [to, metric, verdict])).toEqual([
      ['bare-lanes', 'seconds', 'pass'],
      ['bare-lanes', 'peakBytes', 'fail'],
      ['faster', 'seconds', 'pass'],
    ])
  })

  test('a budget whose other side has no figures is inconclusive', () => {
    const alone: Contest = { ...held, cells: cells.slice(0, 1) }
    expect(judgeBudgets(alone).map(({ to, verdict }) => [to, verdict])).toEqual([[undefined, 'inconclusive'], [undefined, 'inconclusive'], [undefined, 'inconclusive']])
  })
})
