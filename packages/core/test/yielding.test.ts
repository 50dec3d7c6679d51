// Batches with more items than slots give way: to a pause, to runs of higher priority, to equal runs when they take long.

import { expect, test } from 'vitest'
import { timedBench, type TimedBench } from './support/timed-bench.ts'
import { turns } from './support/turns.ts'

/** One slot, with a batch of five items in it of which the first runs. */
async function bench(): Promise<TimedBench<string> & { readonly long: Promise<unknown> }> {
  const one = timedBench<string>(1)
  await one.clock.advance(1_000) // what counts is how long the batch has taken, not what time it is
  const long = one.executor.map(one.work.task, ['long 0', 'long 1', 'long 2', 'long 3', 'long 4'], { batchSize: 5 })
  await one.work.starts(1)
  return { ...one, long }
}

test('to an equal run, when they take longer than batches should', async () => {
  const { clock, executor, work, long } = await bench()
  await clock.advance(10)
  const short = executor.map(work.task, ['short 0', 'short 1'], { batchSize: 1 })
  await turns()
  await work.finishAll(7)
  await Promise.all([long, short])
  expect(work.started.slice(0, 3)).toEqual(['long 0', 'short 0', 'long 1'])
})

test('to no equal run before that: batches of quick items are not torn apart', async () => {
  const { executor, work, long } = await bench()
  const short = executor.map(work.task, ['short 0', 'short 1'], { batchSize: 1 })
  await turns()
  await work.finishAll(7)
  await Promise.all([long, short])
  expect(work.started).toEqual(['long 0', 'long 1', 'long 2', 'long 3', 'long 4', 'short 0', 'short 1'])
})

test('to no equal run that has a slot: it waits for a second one like everybody', async () => {
  const { clock, executor, work } = timedBench<string>(2)
  const long = executor.map(work.task, ['long 0', 'long 1', 'long 2'], { batchSize: 3, concurrency: 1 })
  await work.starts(1)
  const short = executor.map(work.task, ['short 0', 'short 1', 'short 2'], { batchSize: 1 })
  await work.starts(2)
  await clock.advance(11)
  work.finish('long 0')
  await work.starts(3)
  expect(work.started).toEqual(['long 0', 'short 0', 'long 1'])
  await work.finishAll(6)
  await Promise.all([long, short])
})

test('to a run of higher priority, also when that has a slot already', async () => {
  const { executor, work } = timedBench<string>(2)
  const low = executor.map(work.task, ['low 0', 'low 1', 'low 2'], { batchSize: 3, concurrency: 1 })
  await work.starts(1)
  const high = executor.map(work.task, ['high 0', 'high 1'], { batchSize: 1, priority: 1 })
  await work.starts(2)
  work.finish('low 0')
  await work.starts(3)
  expect(work.started).toEqual(['low 0', 'high 0', 'high 1'])
  await work.finishAll(5)
  await Promise.all([low, high])
})

test('to no run of lower priority', async () => {
  const { clock, executor, work, long } = await bench()
  await clock.advance(11)
  const low = executor.submit(work.task, 'low', { priority: -1 })
  await turns()
  await work.finishAll(6)
  await Promise.all([long, low])
  expect(work.started.at(-1)).toBe('low')
})

test('to a pause: what had not started starts after it, in order', async () => {
  const { executor, work, long } = await bench()
  executor.pause()
  work.finish('long 0')
  await turns()
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 4, completed: 1 })
  executor.resume()
  await work.finishAll(5)
  await long
  expect(work.started).toEqual(['long 0', 'long 1', 'long 2', 'long 3', 'long 4'])
})
