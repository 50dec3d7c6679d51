// When the end of workers is an item's failure, and when it ends the run.

import { taskWithData } from '@parmap/core/worker'
import type { Task } from '@parmap/core'
import { expect, test } from 'vitest'
import { rejection } from './outcome-of.ts'
import { temporaryFile } from './temporary-file.ts'
import { fixtureTask, workersFor, type Workers } from './workers.ts'

export function lossesSuite(workers: Workers): void {
  test('items that share a worker and each end it are lost one by one; the run goes on', async () => {
    const executor = workersFor(workers, { workers: 1, concurrencyPerWorker: 8 })
    const settled = await executor.map(fixtureTask('crashing.mjs', 'running'), Array.from({ length: 8 }, () => 'exit(3)'), { errors: 'settle', batchSize: 1 })
    expect(settled.map((one) => one.status === 'rejected' && one.reason)).toEqual(settled.map(() => expect.objectContaining({ code: 'PARMAP_WORKER_LOST', exitCode: 3, started: true })))
  })

  test('an error that a task has caught by a handler of its own is not what its worker ends of later', async () => {
    const executor = workersFor(workers, { workers: 1 })
    const lost = await rejection(executor.submit(fixtureTask('crashing.mjs', 'survivor'), 'once'))
    expect(lost).toMatchObject({ code: 'PARMAP_WORKER_LOST', exitCode: 3 })
    expect(lost).not.toHaveProperty('cause')
  })

  test('an aborted item that waits behind one that computes, of another run, does not cost that one its worker', async () => {
    const executor = workersFor(workers, { workers: 1, concurrencyPerWorker: 2, killGrace: 20 })
    const computes = fixtureTask('crashing.mjs', 'computes')
    await executor.submit(computes, 0)
    const innocent = executor.submit(computes, 600)
    await new Promise((resolve) => { setTimeout(resolve, 100) }) // it computes
    const caller = new AbortController()
    const unwanted = rejection(executor.submit(computes, 0, { signal: caller.signal }))
    caller.abort('enough')
    expect(await unwanted).toBe('enough')
    expect(await innocent).toBe(600)
    expect(executor.stats().workers).toHaveLength(1)
  })

  test('workers that cannot start are counted in a row only: one that begins an item ends the row', async () => {
    const executor = workersFor(workers, { workers: 1, maxItemsPerWorker: 1 })
    const moody = taskWithData(new URL('../fixtures/moody.mjs', import.meta.url).href, 'moody', await temporaryFile()) as Task<number, number>
    expect(await executor.map(moody, [1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5])
  })

  test('workers that are ended between items are none that cannot start, however many', async () => {
    const executor = workersFor(workers, { workers: 1 })
    const items = Array.from({ length: 8 }, () => 'exit(3)')
    for (const item of items) expect(await executor.submit(fixtureTask('crashing.mjs', 'afterwards'), item)).toBe(item)
  })
}
