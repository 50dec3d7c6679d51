// Every contender is what it says: right results in order, and as many items at once as it may run, no more.

import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { loadContenders, loadWorkloads } from '../src/discover.ts'
import { loadDrive } from '../src/drive.ts'

const ITEMS = 40
const CONCURRENCY = 7
/** Of mapping with a function of the same process. */
const WAYS: readonly ('map' | 'stream')[] = ['map', 'stream']

const contenders = await loadContenders()
const workloads = await loadWorkloads()
const pairs = contenders.flatMap(({ name, value }) => WAYS.filter((way) => value[way] !== undefined).map((way) => ({
  name,
  way,
  contender: value,
  most: value.bounded === false ? ITEMS : CONCURRENCY,
})))

describe.each(pairs)('$name, $way', ({ contender, way, most }) => {
  test(`gives results in order, and runs ${most} of ${ITEMS} items at once`, async () => {
    const items = Array.from({ length: ITEMS }, (_, index) => index)
    let running = 0
    let peak = 0
    const task = async (item: unknown): Promise<unknown> => {
      peak = Math.max(peak, ++running)
      // The first of them takes longest, so that order has to be kept, not just followed.
      for (let turns = item === 0 ? 50 : 3; turns > 0; turns--) await setImmediate()
      running--
      return `${item as number}!`
    }
    const drive = await loadDrive(contender, way)
    expect(await drive({ task, items, concurrency: CONCURRENCY })).toEqual(items.map((item) => `${item}!`))
    expect(peak).toBe(most)
  })
})

const pooled = contenders.filter(({ value }) => value.pool !== undefined)

describe.each(pooled)('$name, pool', ({ value }) => {
  test('gives results in order from other threads or processes, with state where there is one, in one map or several', async () => {
    const { value: workload } = workloads.find(({ name }) => name === 'short-maps')!
    const { pooled: plan, items, expected } = workload.prepare({ ...workload.cases[0]!, items: 20 })
    const drive = await loadDrive(value, 'pool')
    const job = { task: async () => undefined, items, concurrency: 2, pooled: plan! }
    expect(await drive(job)).toEqual(expected())
    expect(await drive(job)).toEqual(expected())
  })
})

test('every contender offers a way', () => {
  expect(new Set([...pairs, ...pooled].map(({ name }) => name))).toEqual(new Set(contenders.map(({ name }) => name)))
})

test.each(workloads)('workload $name: its floor and the contenders that its budgets name take part in it', ({ value: { way, floor, cases } }) => {
  const ofPython = ['python multiprocessing'] // where there is no python3, it says so
  const taking = contenders.filter(({ value }) => value[way] !== undefined).map(({ name }) => name)
  const named = [floor, ...cases.flatMap(({ budgets }) => budgets.map(({ against }) => against))]
  expect([...taking, ...ofPython, 'fastest peer']).toEqual(expect.arrayContaining(named))
})

test.each(workloads)('workload $name: its task makes of its items what it expects', async ({ value }) => {
  const small = value.cases.find(({ when }) => when === 'quick')!
  const { task, items, expected } = value.prepare(small)
  expect(await Promise.all(items.map((item) => task(item)))).toEqual(expected())
})
