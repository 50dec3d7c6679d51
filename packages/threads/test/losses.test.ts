// When the end of a thread is an item's failure, and when it ends the run.

import { expect, test } from 'vitest'
import { lossesSuite } from '../../core/test/support/losses-suite.ts'
import { fixtureTask, workersFor } from '../../core/test/support/workers.ts'
import { WORKERS } from './support/workers.ts'

lossesSuite(WORKERS)

test.each([0, 1, 2, 3])('however quick its items are, and whether batch %i has waited for the slot of another: one is lost, that which ended its thread', async (batch) => {
  const executor = workersFor(WORKERS, { workers: 1 })
  const items = Array.from({ length: 400 }, (_, n) => (n === 100 * batch + 50 ? 'exit(3)' : n % 100 === 90 ? 'late' : `${n}`)) // late, so that the next batch is there
  const settled = await executor.map(fixtureTask('crashing.mjs', 'among'), items, { errors: 'settle', batchSize: 100 })
  expect(settled.flatMap((one) => (one.status === 'rejected' ? [[one.index, one.reason]] : []))).toEqual([[100 * batch + 50, expect.objectContaining({ code: 'PARMAP_WORKER_LOST', started: true })]])
})
