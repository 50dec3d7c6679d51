// Random programs over every verb, compared with a sequential reference: values, order, bounds, outcomes, attempts, calls
// of return(); and random trees of nested runs. A failing one is printed as data, smallest first, with its seed.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unlessHanging } from '../../core/test/support/unless-hanging.ts'
import { play } from './support/play-case.ts'
import { judge } from './support/judge.ts'
import { randomCase } from './support/random-case.ts'
import { grow, randomForest, sizeOf } from './support/random-tree.ts'
import { outcomesOf } from './support/reference.ts'

// More for a long night: RANDOM_RUNS=100000. SEED replays what was printed.
const { RANDOM_RUNS = '1000', SEED } = process.env
const seeded = SEED === undefined ? {} : { seed: Number(SEED) }

test('random programs keep the rules', async () => {
  await fc.assert(fc.asyncProperty(randomCase, async (program) => { judge(program, await play(program)) }), { numRuns: Number(RANDOM_RUNS), ...seeded })
  expect.hasAssertions()
})

test('random trees of nested runs keep the bound, never deadlock, and leave all slots free', async () => {
  await fc.assert(
    fc.asyncProperty(randomForest, async ({ concurrency, trees }) => {
      const { most, ran, executor } = await unlessHanging(grow(concurrency, trees))
      expect(most).toBeLessThanOrEqual(concurrency)
      expect(ran).toBe(trees.reduce((sum, tree) => sum + sizeOf(tree), 0))
      await executor.idle()
      expect(executor.stats()).toMatchObject({ running: 0, waiting: 0 })
    }),
    { numRuns: Number(RANDOM_RUNS) / 2, ...seeded },
  )
})

test('the programs reach what they are about', () => {
  const runs = fc.sample(randomCase, { numRuns: 500, seed: 1 }).flatMap((program) => program.runs)
  const statuses = new Set(runs.flatMap((one) => outcomesOf(one)).map(({ status, attempts }) => `${status} after ${attempts}`))
  for (const status of ['fulfilled after 1', 'fulfilled after 3', 'rejected after 0', 'rejected after 1', 'rejected after 3', 'skipped after 1']) expect(statuses).toContain(status)
  for (const by of ['nothing', 'abort', 'reader', 'callback']) expect(new Set(runs.map(({ end }) => end.by))).toContain(by)
})
