// Every contender is what it says: right results in order, and as many items at once as it may run, no more.

import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { isOfCommands } from '../src/command.ts'
import type { Contender, WayName } from '../src/contender.ts'
import { Digest } from '../src/digest.ts'
import { loadContenders, loadWorkloads, type Named } from '../src/discover.ts'
import { loadDrive } from '../src/drive.ts'
import type { AnyWorkload, Workload } from '../src/workload.ts'

const ITEMS = 40
const CONCURRENCY = 7

const contenders = await loadContenders()
const workloads = await loadWorkloads()
/** Those of commands are in command-contenders.test.ts. */
const ofCalls = workloads.flatMap(({ name, url, value }) => (isWorkloadOfCalls(value) ? [{ name, url, value }] : []))

/** Who offers a way. */
const offering = (way: WayName): Named<Contender>[] => contenders.filter(({ value }) => value[way] !== undefined)

/** Tasks of a function of this process: the first takes longest, so that order has to be kept, not just followed. */
function counted() {
  const items = Array.from({ length: ITEMS }, (_, index) => index)
  const seen = { running: 0, peak: 0 }
  const task = async (item: unknown): Promise<unknown> => {
    seen.peak = Math.max(seen.peak, ++seen.running)
    for (let turns = item === 0 ? 50 : 3; turns > 0; turns--) await setImmediate()
    seen.running--
    return `${item as number}!`
  }
  return { job: { task, items, concurrency: CONCURRENCY }, results: items.map((item) => `${item}!`), seen }
}

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of stream) values.push(value)
  return values
}

const ordered = (['map', 'stream'] as const).flatMap((way) => offering(way).map(({ name, value }) => ({ name, way, value, most: value.bounded === false ? ITEMS : CONCURRENCY })))

describe.each(ordered)('$name, $way', ({ value, way, most }) => {
  test(`gives results in order, and runs ${most} of ${ITEMS} items at once`, async () => {
    const { job, results, seen } = counted()
    const drive = await loadDrive(value, way)
    expect(await drive(job)).toEqual(results)
    expect(seen.peak).toBe(most)
  })
})

describe.each(offering('unordered'))('$name, unordered', ({ value }) => {
  test(`gives results as they are ready, and runs ${CONCURRENCY} of ${ITEMS} items at once`, async () => {
    const { job, results, seen } = counted()
    const given = await collect((await value.unordered!.load())(job))
    expect(given.indexOf(results[0])).toBeGreaterThan(CONCURRENCY)
    expect(given.toSorted()).toEqual(results.toSorted())
    expect(seen.peak).toBe(CONCURRENCY)
  })

  test('has its results put into their places', async () => {
    const { job, results } = counted()
    const drive = await loadDrive(value, 'unordered')
    expect(await drive({ ...job, placeOf: (result) => Number.parseInt(result as string, 10) })).toEqual(results)
  })
})

const onEventLoop = offering('flow').filter(({ value }) => value.stream !== undefined)

describe.each(onEventLoop)('$name, flow', ({ value }) => {
  test(`gives results in order, and runs ${CONCURRENCY} of ${ITEMS} items at once`, async () => {
    const { job, results, seen } = counted()
    expect(await collect((await value.flow!.load())(job))).toEqual(results)
    expect(seen.peak).toBe(CONCURRENCY)
  })

  test('reads its items as it goes: they may be without end', async () => {
    const endless = function* (): Generator<number> { for (let n = 0; ; n++) yield n }
    const given: unknown[] = []
    for await (const result of (await value.flow!.load())({ task: async (n) => n, items: endless(), concurrency: CONCURRENCY })) {
      if (given.push(result) === ITEMS) break
    }
    expect(given).toEqual(Array.from({ length: ITEMS }, (_, index) => index))
  })
})

/** Ways of other threads or processes, each with a workload that asks for it. */
const elsewhere = ([['pool', 'short-maps'], ['move', 'payloads-moved']] as const)
  .flatMap(([way, workload]) => offering(way).map(({ name, value }) => ({ name, way, workload, value })))

describe.each(elsewhere)('$name, $way', ({ way, workload, value }) => {
  test('gives results in order from other threads or processes, with state where there is one, in one map or several, again and again', async () => {
    const { prepared: { expected, ...work }, concurrency } = await prepareSmall(workload)
    const drive = await loadDrive(value, way)
    expect(await drive({ ...work, concurrency })).toEqual(expected())
    expect(await drive({ ...work, concurrency })).toEqual(expected())
  })
})

describe.each(offering('cold'))('$name, cold', ({ url }) => {
  test('gives results in order from pools that it closes: nothing holds the process', async () => {
    const program = fileURLToPath(new URL('fixtures/closes.js', import.meta.url))
    const { url: workload } = workloads.find(({ name }) => name === 'cold-pool')!
    const { prepared: { expected } } = await prepareSmall('cold-pool')
    const { stdout } = await execa(process.execPath, [program, url, workload, new URL('../dist/drive.js', import.meta.url).href], { timeout: 60_000 })
    expect(JSON.parse(stdout)).toEqual(expected())
  })
})

describe.each(offering('flow').filter(({ value }) => value.pool !== undefined))('$name, flow', ({ value }) => {
  test('gives results in order from other threads or processes', async () => {
    const { prepared: { expected, ...work }, concurrency } = await prepareSmall('memory')
    const drive = await loadDrive(value, 'flow')
    expect(await drive({ ...work, concurrency })).toEqual(expected())
  })
})

test.each(workloads)('workload $name: its floor and the contenders that its budgets name take part in it', ({ value: { way, floor, cases } }) => {
  const ofPython = ['python multiprocessing'] // where there is no python3, it says so
  const taking = contenders.filter(({ value }) => value[way] !== undefined).map(({ name }) => name)
  const named = [floor, ...cases.flatMap(({ budgets }) => budgets.map(({ against }) => against))]
  expect([...taking, ...ofPython, 'fastest peer']).toEqual(expect.arrayContaining(named))
})

const [flows, wholes] = [ofCalls.filter(({ value }) => value.way === 'flow'), ofCalls.filter(({ value }) => value.way !== 'flow')]

test.each(wholes)('workload $name: its task makes of its items what it expects', async ({ name }) => {
  const { prepared: { task, items, expected } } = await prepareSmall(name)
  expect(await Promise.all(items.map((item) => task(item)))).toEqual(expected())
})

test.each(flows)('workload $name: its task makes of its source what it expects', async ({ name }) => {
  const { prepared: { task, source, expected } } = await prepareSmall(name)
  const digest = new Digest()
  for (const item of source!()) digest.add((await task(item)) as number)
  expect(digest.end()).toEqual(expected())
})

/** The quick case of a workload. */
async function prepareSmall(name: string) {
  const { value } = ofCalls.find((workload) => workload.name === name)!
  const small = value.cases.find(({ when }) => when === 'quick')!
  return { prepared: await value.prepare(small), concurrency: small.concurrency }
}

function isWorkloadOfCalls(workload: AnyWorkload): workload is Workload {
  return !isOfCommands(workload.way)
}
