// Extra processes of a round: when there are any, and what becomes of a contender that fails in one.

import { describe, expect, test } from 'vitest'
import type { Contender } from '../src/contender.ts'
import { hold, type Contest } from '../src/contest.ts'
import { FIRST_RESULT_MAIN, ITEMS_MAIN, loadWorkloads } from '../src/discover.ts'
import { entrantsOf, type Entrant } from '../src/entrant.ts'
import { launchLook } from '../src/launch.ts'
import type { Look } from '../src/looks.ts'
import type { Order } from '../src/order.ts'
import { seededRandom } from '../src/random.ts'
import type { Looked, Measured, Sample } from '../src/sample.ts'
import type { Effort } from '../src/workload.ts'

const workloads = await loadWorkloads()
const noop = workloads.find(({ name }) => name === 'noop')!
const quick = noop.value.cases.find(({ when }) => when === 'quick')!
const signal = new AbortController().signal

async function fixture(file: string): Promise<Entrant> {
  const { href: url } = new URL(`fixtures/${file}`, import.meta.url)
  const { contender: value } = (await import(url)) as { readonly contender: Contender }
  return entrantsOf(noop, [{ name: file, url, value }], { version: undefined, workloads: [], contenders: {} }, { node: process.execPath, python: 'python3' })[0]!
}

/** A program that reports what it is told to. */
const reporting = (report: Sample | Looked): [string, ...string[]] => [process.execPath, '-e', `require('fs').writeSync(3, ${JSON.stringify(`${JSON.stringify(report)}\n`)})`]

function written(name: string, facts: Partial<Measured> = {}): Entrant {
  const measured: Measured = { status: 'measured', seconds: 1, userSeconds: 0, systemSeconds: 0, firstSeconds: 1, spentSeconds: 1, peakBytes: 1, ...facts }
  const seen: Readonly<Record<Look, Looked>> = { firstResult: { status: 'looked', firstResultSeconds: 0.25 }, messages: { status: 'looked', sentBytes: 800 }, items: { status: 'looked', itemSeconds: { p50: 1, p95: 2, p99: 3 } } }
  return { role: 'ours', name, call: name, version: undefined, missing: undefined, command: () => reporting(measured), lookCommand: (look) => reporting(seen[look]) }
}

async function samplesOf(entrants: readonly Entrant[], effort: Partial<Effort> = {}, deadline = 60): Promise<Sample[][]> {
  const contest: Contest = {
    workload: noop, case: { ...quick, deadline }, effort: { rounds: 4, seconds: 0, leastRounds: 4, ...effort },
    cells: entrants.map((entrant) => ({ entrant, taken: [] })), isComplete: false,
  }
  await hold(contest, { random: seededRandom(1), signal, onRound: () => undefined, onSample: () => undefined })
  return contest.cells.map(({ taken }) => taken.map(({ sample }) => sample))
}

const figuresOf = (samples: readonly Sample[]): unknown[] => samples.map((sample) => (sample.status === 'measured' ? [sample.firstResultSeconds, sample.sentBytes, sample.itemSeconds?.p95] : sample))
const NONE = [undefined, undefined, undefined]

test('a first result is looked at in the first three rounds; items are timed in the first, where they have not been; messages are counted there, of those who have threads and no processes', async () => {
  const timed = { itemSeconds: { p50: 10, p95: 20, p99: 30 } }
  const samples = await samplesOf([written('loop'), written('threads', { hasThreads: true }), written('processes', { hasThreads: true, sentBytes: 70, ...timed })])
  expect(samples.map(figuresOf)).toEqual([
    [[0.25, undefined, 2], [0.25, undefined, undefined], [0.25, undefined, undefined], NONE],
    [[0.25, 800, 2], [0.25, undefined, undefined], [0.25, undefined, undefined], NONE],
    [[0.25, 70, 20], [0.25, 70, 20], [0.25, 70, 20], [undefined, 70, 20]],
  ])
})

test('in as many rounds as the effort says; in none where it says so', async () => {
  const threads = written('threads', { hasThreads: true })
  expect((await samplesOf([threads], { rounds: 2, looks: 1 })).map(figuresOf)).toEqual([[[0.25, 800, 2], NONE]])
  expect((await samplesOf([threads], { rounds: 2, looks: 0 })).map(figuresOf)).toEqual([[NONE, NONE]])
})

describe('a contender that fails on the way to its first result is marked, and the rest goes on: one that', () => {
  const before = 'on the way to its first result: '
  test.each([
    ['answers wrongly', 'wrong', { status: 'wrong', reason: `${before}result 0 is other instead of 1` }],
    ['throws', 'throws', { status: 'crashed', reason: `${before}not one` }],
    ['is killed', 'dies', { status: 'crashed', reason: `${before}ended with SIGKILL` }],
  ])('%s', async (_what, how, mark) => {
    expect(await samplesOf([await fixture(`stumbles.js?how=${how}`), written('fine')], { rounds: 2 })).toMatchObject([[mark], [{ firstResultSeconds: 0.25 }, { firstResultSeconds: 0.25 }]])
  })

  test('hangs', async () => {
    const [hanging] = await samplesOf([await fixture('stumbles.js?how=hangs')], { rounds: 2 }, 5)
    expect(hanging).toEqual([{ status: 'deadline', reason: `${before}did not end within 5 s` }])
  })
})

test.each([
  ['its messages are counted', 'messages', 'while its messages were counted'],
  ['its items are timed', 'items', 'while its items were timed'],
] as const)('a contender that fails while %s is marked', async (_what, failsIn, words) => {
  const failing: Entrant = { ...written('threads', { hasThreads: true }), lookCommand: (look) => reporting(look === failsIn ? { status: 'crashed', reason: 'out of luck' } : { status: 'looked' }) }
  expect(await samplesOf([failing])).toEqual([[{ status: 'crashed', reason: `${words}: out of luck` }]])
})

test('items are timed in a run whose results are right, or not at all; those that end at once in the process itself have no time', async () => {
  const timed = (name: string, contender: string): ReturnType<typeof launchLook> => {
    const { url, value } = workloads.find((workload) => workload.name === name)!
    const order: Order = { workload: url, contender: new URL(contender, import.meta.url).href, case: value.cases.find(({ when }) => when === 'quick')! }
    return launchLook([process.execPath, ITEMS_MAIN, JSON.stringify(order)], { deadline: 60, signal })
  }
  const number = expect.any(Number) as unknown
  expect(await timed('sleeps', '../dist/contenders/p-map.js')).toEqual({ status: 'looked', itemSeconds: { p50: number, p95: number, p99: number } })
  expect(await timed('tiny-numbers', '../dist/contenders/serial.js')).toEqual({ status: 'looked', itemSeconds: { p50: number, p95: number, p99: number } })
  expect(await timed('memory', '../dist/contenders/threads.js')).toEqual({ status: 'looked', itemSeconds: { p50: number, p95: number, p99: number } })
  expect(await timed('memory', '../dist/contenders/p-map.js')).toEqual({ status: 'looked' })
  expect(await timed('noop', '../dist/contenders/p-map.js')).toEqual({ status: 'looked' })
  expect(await timed('sleeps', 'fixtures/cheats.js')).toMatchObject({ status: 'wrong' })
})

test('what makes the items is no part of the time to the first result', async () => {
  const order: Order = { workload: new URL('fixtures/made-slowly.js', import.meta.url).href, contender: new URL('../dist/contenders/p-map.js', import.meta.url).href, case: quick }
  const begun = performance.now()
  const seen = await launchLook([process.execPath, FIRST_RESULT_MAIN, JSON.stringify(order)], { deadline: 60, signal })
  expect(performance.now() - begun).toBeGreaterThan(4_000)
  expect(seen).toEqual({ status: 'looked', firstResultSeconds: expect.any(Number) as unknown })
  expect((seen as Looked).firstResultSeconds).toBeGreaterThan(0.01)
  expect((seen as Looked).firstResultSeconds).toBeLessThan(3.5)
})
