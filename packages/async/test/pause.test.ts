// pause and resume: nothing starts meanwhile, nothing that runs is touched.

import { asyncExecutor, defineTask } from '@parmap/async'
import { expect, test } from 'vitest'
import { deferred } from '../../core/test/support/deferred.ts'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { isSettled, readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, STREAMS, VERBS } from './support/verbs.ts'

test.each(VERBS)('nothing of %s is read or started before resume()', async (verb) => {
  const executor = asyncExecutor()
  const work = new ControlledTask()
  const input = new WatchedInput(3)
  executor.pause()
  const done = run(executor, verb, work.task, input)
  await turns()
  expect([input.nexts, work.started.length]).toEqual([0, 0])
  executor.resume()
  await work.finishAll(3)
  await done
  expect(work.started).toEqual([0, 1, 2])
})

test('what runs goes on, and its results arrive; the next items wait', async () => {
  const executor = asyncExecutor({ concurrency: 2 })
  const work = new ControlledTask()
  const stream = executor.imap(work.task, new WatchedInput(5))
  const first = stream.next()
  await work.starts(2)
  executor.pause()
  work.finishCurrent()
  expect([await first, await stream.next()]).toEqual([{ done: false, value: 0 }, { done: false, value: 1 }])
  const third = stream.next()
  await turns()
  expect(work.started).toEqual([0, 1])
  executor.resume()
  await work.starts(4)
  work.finish(2)
  expect(await third).toEqual({ done: false, value: 2 })
  await stream.return(undefined)
})

test.each(VERBS)('%s ends while the executor is paused when its last item does', async (verb) => {
  const executor = asyncExecutor()
  const work = new ControlledTask()
  const done = run(executor, verb, work.task, [1, 2])
  await work.starts(2)
  executor.pause()
  work.finishCurrent()
  await done
  expect(work.running).toBe(0)
})

test('submits are queued meanwhile', async () => {
  const executor = asyncExecutor({ concurrency: 2 })
  executor.pause()
  const all = [1, 2, 3].map((n) => executor.submit((one: number) => one * 10, n))
  await turns()
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 3 })
  executor.resume()
  expect(await Promise.all(all)).toEqual([10, 20, 30])
})

test('a failure while it is paused ends its run at once', async () => {
  const executor = asyncExecutor({ concurrency: 1 })
  const work = new ControlledTask()
  const done = rejection(executor.map(work.task, [1, 2]))
  await work.starts(1)
  executor.pause()
  work.fail(1, new Error('no'))
  expect(await done).toMatchObject({ index: 0 })
})

test('a retry waits for resume()', async () => {
  const executor = asyncExecutor()
  const work = new ControlledTask()
  const done = executor.submit(work.task, 1, { retries: { limit: 1, delay: 0 } })
  await work.starts(1)
  executor.pause()
  work.fail(1, new Error('again'))
  await turns()
  expect(work.started).toEqual([1])
  executor.resume()
  await work.starts(2)
  work.finish(1)
  expect(await done).toBe(1)
})

test('an abort and terminate do not wait for resume()', async () => {
  const executor = asyncExecutor()
  executor.pause()
  const controller = new AbortController()
  const aborted = rejection(executor.map((n: number) => n, [1], { signal: controller.signal }))
  const terminated = rejection(executor.map((n: number) => n, [1]))
  controller.abort('enough')
  expect(await aborted).toBe('enough')
  await executor.terminate('over')
  expect(await terminated).toBe('over')
})

test('close() of a paused executor runs to the end what has begun', async () => {
  const executor = asyncExecutor({ concurrency: 1 })
  const work = new ControlledTask()
  const mapped = executor.map(work.task, [0, 1, 2])
  await work.starts(1)
  executor.pause()
  const submitted = executor.submit(work.task, 9)
  const closed = executor.close()
  await work.finishAll(4)
  expect([await mapped, await submitted]).toEqual([[0, 1, 2], 9])
  await closed
})

test.each(STREAMS)('%s can be left while the executor is paused', async (verb) => {
  const executor = asyncExecutor()
  const input = new WatchedInput(Infinity)
  const stream = executor[verb]((n: number) => n, input)
  await stream.next()
  executor.pause()
  await stream.return(undefined)
  expect(input.returns).toBe(1)
})

test('pausing twice is pausing once, and resuming what is not paused changes nothing', async () => {
  const executor = asyncExecutor({ concurrency: 1 })
  executor.resume()
  executor.pause()
  executor.pause()
  const done = executor.map((n: number) => n, [1, 2])
  await turns()
  expect(await isSettled(done)).toBe(false)
  executor.resume()
  executor.resume()
  expect(await done).toEqual([1, 2])
})

test('the bound holds after resume()', async () => {
  const executor = asyncExecutor({ concurrency: 2 })
  const work = new ControlledTask()
  const done = readAll(executor.imap(work.task, new WatchedInput(6)))
  await work.starts(2)
  executor.pause()
  work.finish(0)
  await turns()
  executor.resume()
  await work.starts(3)
  await turns()
  expect(work.current).toEqual([1, 2])
  await work.finishAll(6)
  await done
  expect(work.most).toBe(2)
})

test.each([3, 10, 'auto'] as const)('the rest of a batch of %s waits, too', async (batchSize) => {
  const executor = asyncExecutor({ concurrency: 1 })
  const work = new ControlledTask()
  const done = executor.map(work.task, [0, 1, 2, 3, 4], { batchSize })
  await work.starts(1)
  executor.pause()
  work.finish(0)
  await turns()
  expect([work.started, work.running]).toEqual([[0], 0])
  executor.resume()
  await work.finishAll(5)
  expect(await done).toEqual([0, 1, 2, 3, 4])
  expect(work.started).toEqual([0, 1, 2, 3, 4])
})

test('items whose task is still being set up do not start before resume()', async () => {
  const executor = asyncExecutor()
  const [started, ready] = [deferred<void>(), deferred<void>()]
  const ran: number[] = []
  const task = defineTask(import.meta.url, 'late', (item: number) => { ran.push(item) }, { setup: async () => { started.resolve(); await ready.promise } })
  const done = executor.map(task, [1, 2, 3])
  await started.promise
  executor.pause()
  ready.resolve()
  await turns()
  expect(ran).toEqual([])
  executor.resume()
  await done
  expect(ran).toEqual([1, 2, 3])
})

test('items that wait for their turn at the rate limit do not start before resume()', async () => {
  const executor = asyncExecutor({ rateLimit: { limit: 1, interval: 50 } })
  const ran: number[] = []
  const done = executor.map((item: number) => { ran.push(item) }, [1, 2, 3])
  await executor.submit(() => undefined, 0) // a second start: time passes at the gate
  executor.pause()
  const before = ran.length
  await new Promise((resolve) => { setTimeout(resolve, 150) }) // time is the subject: the gate would have opened twice
  expect(ran).toHaveLength(before)
  executor.resume()
  await done
})
