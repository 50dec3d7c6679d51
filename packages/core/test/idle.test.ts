// idle() and stats(): what counts as still to be done although nothing runs, and how much waits.

import { describe, expect, test } from 'vitest'
import { manualBench } from './support/manual-bench.ts'
import { isSettled, readAll } from './support/outcome-of.ts'
import { timedBench } from './support/timed-bench.ts'
import { turns } from './support/turns.ts'

const identity = (item: unknown): unknown => item

describe('an executor is not idle', () => {
  test.each(['imap', 'imapUnordered'] as const)('while a pause holds back what %s is asked for', async (verb) => {
    const { executor } = timedBench()
    executor.pause()
    const first = executor[verb](identity, [1]).next()
    await turns()
    const idle = executor.idle()
    expect(await isSettled(idle)).toBe(false)
    executor.resume()
    await idle
    expect(await first).toEqual({ done: false, value: 1 })
  })

  test('while a pause holds back a map', async () => {
    const { executor } = timedBench()
    executor.pause()
    const done = executor.map(identity, [1])
    await turns()
    const idle = executor.idle()
    expect(await isSettled(idle)).toBe(false)
    executor.resume()
    await idle
    expect(await done).toEqual([1])
  })

  test('while an item of a stream waits for its retry', async () => {
    const { clock, executor, work } = timedBench()
    const result = readAll(executor.imap(work.task, [1], { retries: { limit: 1, delay: 500 } }))
    await work.starts(1)
    work.fail(1, new Error('again'))
    await turns()
    const idle = executor.idle()
    expect([await isSettled(idle), executor.stats().running]).toEqual([false, 0])
    await clock.advance(500)
    work.finish(1)
    await idle
    expect(await result).toEqual({ values: [1] })
  })
})

test('what waits in a batch behind the items that run is counted as waiting', async () => {
  const { backend, executor } = manualBench({ concurrency: 2, slotsPerWorker: 2 })
  const done = executor.map(identity, [0, 1, 2, 3, 4], { batchSize: 5 })
  const { sink } = await backend.batch(0)
  expect(executor.stats()).toMatchObject({ running: 2, waiting: 3, runs: [{ running: 2, waiting: 3 }] })
  for (const index of [0, 1, 2]) sink.fulfilled(index, index, 0)
  expect(executor.stats()).toMatchObject({ running: 2, waiting: 0, completed: 3 })
  for (const index of [3, 4]) sink.fulfilled(index, index, 0)
  await done
})

test('a backend that tells nothing of its workers has none in the statistics', () => {
  expect(manualBench().executor.stats().workers).toEqual([])
})

test('a backend is terminated once, with the first reason', async () => {
  const { backend, executor } = manualBench()
  await Promise.all([executor.terminate('first'), executor.terminate('second')])
  await executor.terminate('third')
  await executor.close()
  expect(backend.ends).toEqual(['first'])
})

test('room that an outcome makes in a window is used at once, though its slot went to the next of its batch', async () => {
  const { backend, executor } = manualBench({ concurrency: 2 })
  const done = executor.map(identity, [0, 1, 2, 3], { batchSize: 3, window: 3 })
  const { sink } = await backend.batch(0)
  await turns()
  expect(backend.sent).toHaveLength(1)
  sink.fulfilled(0, 0, 0)
  const next = await backend.batch(1)
  expect(next.indexes).toEqual([3])
  next.sink.fulfilled(3, 3, 0)
  for (const index of [1, 2]) sink.fulfilled(index, index, 0)
  expect(await done).toEqual([0, 1, 2, 3])
})
