// Random workers that die, throw, time out and tell things twice, compared with a sequential reference: one outcome for each
// item, the right number of attempts, never more slots out than there are. A failing case is printed as data with its seed.

import { createExecutor, type Functions, type Settled } from '@parmap/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAll } from './support/outcome-of.ts'
import { unlessHanging } from './support/unless-hanging.ts'
import { UnreliableBackend, type Act } from './support/unreliable-backend.ts'

// More for a long night: RANDOM_RUNS=100000. SEED replays what was printed.
const { RANDOM_RUNS = '600', SEED } = process.env
const FREE_RERUNS = 3

interface Given {
  readonly scripts: readonly (readonly Act[])[]
  readonly retries: number
  readonly idempotent: boolean
}

/** After its script, an item gives its value. */
const actOf = (script: readonly Act[], sending: number): Act => script[sending] ?? { what: 'value', steps: 0, isTwice: false }

/** What must become of an item. */
function reference({ scripts, retries, idempotent }: Given, index: number): { readonly outcome: string; readonly attempts: number } {
  let [attempts, reruns] = [1, 0]
  for (let sending = 0; ; sending++) {
    const { what } = actOf(scripts[index]!, sending)
    if (what === 'value') return { outcome: 'value', attempts }
    if (what === 'unserializable') return { outcome: 'PARMAP_UNSERIALIZABLE', attempts }
    if (what === 'lost unstarted') continue
    const isLost = what !== 'throw' && what !== 'timeout'
    if (isLost && idempotent && reruns < FREE_RERUNS) reruns++
    else if (attempts - reruns > retries) return { outcome: isLost ? 'PARMAP_WORKER_LOST' : what === 'throw' ? 'PARMAP_TASK_FAILED' : 'PARMAP_TIMEOUT', attempts }
    attempts++
  }
}

const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom<Act['what'][]>('value', 'value', 'throw', 'timeout', 'unserializable', 'lost', 'lost perhaps', 'lost unstarted'),
  steps: fc.nat({ max: 5 }),
  isTwice: fc.boolean(),
})

const given = fc.record({
  scripts: fc.array(fc.array(act, { maxLength: 7 }), { maxLength: 12 }),
  retries: fc.nat({ max: 2 }),
  idempotent: fc.boolean(),
  verb: fc.constantFrom<('map' | 'imap' | 'imapUnordered')[]>('map', 'imap', 'imapUnordered'),
  concurrency: fc.integer({ min: 1, max: 5 }),
  slotsPerWorker: fc.integer({ min: 1, max: 3 }),
  batchSize: fc.oneof(fc.constant<'auto'>('auto'), fc.integer({ min: 1, max: 5 })),
  window: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
})

test('whatever workers do, each item has its one outcome', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (program) => {
      const { scripts, retries, idempotent, verb, concurrency, slotsPerWorker, batchSize, window } = program
      const backend = new UnreliableBackend((index, sending) => actOf(scripts[index]!, sending), idempotent, { concurrency, slotsPerWorker })
      const executor = createExecutor<Functions>(backend)
      const told: number[] = []
      const options = { errors: 'settle', retries: { limit: retries, delay: 0 }, idempotent, batchSize, window, timeout: 1_000, onOutcome: ({ index }: { index: number }) => { told.push(index) } } as const
      const task = (item: number): number => item
      const records = await unlessHanging<readonly Settled<number>[]>(verb === 'map' ? executor.map(task, scripts.keys(), options) : readAll(executor[verb](task, scripts.keys(), options)).then(({ values }) => values))
      await unlessHanging(executor.idle())
      const seen = records.toSorted((a, b) => a.index - b.index).map((record) => ({ outcome: record.status === 'rejected' ? record.reason.code : 'value', attempts: record.attempts }))
      expect(seen).toEqual(scripts.map((_, index) => reference(program, index)))
      expect(told.toSorted((a, b) => a - b)).toEqual([...scripts.keys()])
      expect(backend.traffic.faults).toEqual([])
      expect(backend.traffic.most).toBeLessThanOrEqual(concurrency)
      expect(executor.stats()).toMatchObject({ running: 0, waiting: 0, detached: 0 })
    }),
    { numRuns: Number(RANDOM_RUNS), ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  )
  expect.hasAssertions()
})
