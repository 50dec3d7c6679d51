// Items that do not stop where nothing can be killed: they keep their slots for a grace, then run on detached. The clock is
// replaced.

import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { isSettled, rejection } from './support/outcome-of.ts'
import { deferred } from './support/deferred.ts'
import { timedBench, type TimedBench } from './support/timed-bench.ts'
import { turns } from './support/turns.ts'
import { unlessHanging } from './support/unless-hanging.ts'

describe('the slot of an item that does not stop', () => {
  test('is kept for the grace, then given to others; the item counts as detached', async () => {
    const { clock, executor, work } = timedBench(1, 1_000)
    const done = executor.map(work.task, [1, 2], { timeout: 100, errors: 'settle' })
    await work.starts(1)
    await clock.advance(100)
    await turns()
    expect(executor.stats()).toMatchObject({ running: 1, detached: 0, failed: 1 })
    await clock.advance(998)
    expect(work.started).toEqual([1])
    await clock.advance(4)
    expect(work.started).toEqual([1, 2])
    expect(executor.stats()).toMatchObject({ running: 1, detached: 1 })
    work.finish(2)
    expect((await done).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    work.finish(1)
    await turns()
    expect(executor.stats()).toMatchObject({ running: 0, detached: 0 })
  })

  test('is free at once when the item heeds its signal', async () => {
    const { clock, executor } = timedBench(1)
    const work = new ControlledTask({ heedsSignal: true })
    const done = executor.map(work.task, [1, 2], { timeout: 100, errors: 'settle' })
    await work.starts(1)
    await clock.advance(101)
    await work.starts(2)
    expect(executor.stats()).toMatchObject({ running: 1, detached: 0 })
    work.finish(2)
    await done
  })

  test('is not given up when the grace is over and the item has long stopped', async () => {
    const { clock, executor } = timedBench(2, 1_000)
    const work = new ControlledTask({ heedsSignal: true })
    const done = executor.map(work.task, [1, 2, 3], { timeout: 100, errors: 'settle' })
    await work.starts(2)
    await clock.advance(50)
    work.finish(2) // 3 runs to 150
    await clock.advance(51)
    await clock.advance(2_000)
    expect((await done).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
    expect(executor.stats()).toMatchObject({ running: 0, detached: 0 })
  })

  test('is not given away twice: at most as many are detached as there are slots, the others keep theirs', async () => {
    const { clock, executor, work } = timedBench(2, 1_000)
    const done = executor.map(work.task, [1, 2, 3, 4, 5, 6], { timeout: 100, errors: 'settle' })
    await work.starts(2)
    await clock.advance(1_200)
    expect(work.started).toEqual([1, 2, 3, 4])
    expect(executor.stats()).toMatchObject({ running: 2, detached: 2 })
    await clock.advance(5_000)
    expect(work.started).toEqual([1, 2, 3, 4])
    expect(executor.stats()).toMatchObject({ running: 2, detached: 2 })
    work.finish(1) // a detached one ends: another may be detached
    await work.starts(5)
    expect(executor.stats()).toMatchObject({ running: 2, detached: 2 })
    work.finish(3) // one in its slot ends
    await work.starts(6)
    work.finishCurrent()
    await clock.advance(5_000)
    expect((await done).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected', 'fulfilled', 'fulfilled'])
    await executor.idle()
    expect(executor.stats()).toMatchObject({ running: 0, detached: 0 })
  })

  test('does not keep close() waiting, nor is it idle', async () => {
    const { clock, executor, work } = timedBench(1, 1_000)
    const done = executor.map(work.task, [1, 2], { timeout: 100, errors: 'settle' })
    await clock.advance(5_000)
    await done
    expect(executor.stats()).toMatchObject({ running: 1, detached: 1 })
    const idle = executor.idle()
    await executor.close()
    expect(await isSettled(idle)).toBe(false)
    work.finishCurrent()
    await idle
  })

  test('does not keep close() waiting either when others end after it was given up', async () => {
    const { clock, executor, work } = timedBench(2, 1_000)
    const stuck = executor.map(work.task, [1, 2, 3], { timeout: 100, errors: 'settle' })
    await clock.advance(5_000)
    await stuck
    expect(executor.stats()).toMatchObject({ running: 1, detached: 2 })
    const last = executor.submit(work.task, 4)
    await work.starts(4)
    const closed = executor.close()
    expect(await isSettled(closed)).toBe(false)
    work.finish(4)
    await last
    await closed
  })

  test('does not keep close() waiting either when a stream that nobody reads on has failed by it', async () => {
    const { clock, executor, work } = timedBench(1, 1_000)
    const detached = rejection(executor.submit(work.task, 0, { timeout: 100 }))
    const stream = executor.imap((item: number, context) => (item === 1 ? item : work.task(item, context)), [1, 2], { timeout: 100 })
    const first = stream.next()
    await clock.advance(5_000)
    await Promise.all([detached, first])
    expect(executor.stats()).toMatchObject({ running: 1, detached: 1 })
    const idle = executor.idle()
    await unlessHanging(executor.close())
    expect(await isSettled(idle)).toBe(false)
    expect(await rejection(stream.next())).toMatchObject({ code: 'PARMAP_TIMEOUT' })
    work.finishCurrent()
    await idle
  })

  test('does not hold back a stream, when nothing is left that could be stopped, from leaving the signal', async () => {
    const { executor, work } = timedBench(3)
    const { signal } = new AbortController()
    const stream = executor.imap(work.task, [1, 2, 3], { batchSize: 3, signal })
    const first = stream.next()
    await work.starts(3)
    work.fail(2, new Error('no'))
    await turns()
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    work.finish(1)
    await first
    expect(executor.stats()).toMatchObject({ running: 1 })
    expect(getEventListeners(signal, 'abort')).toEqual([])
    work.finish(3)
  })

  test('is not lent any more once it has been given away', async () => {
    const { clock, executor, work } = timedBench(1, 1_000)
    const controller = new AbortController()
    const go = deferred<void>()
    const parent = async (): Promise<unknown> => { await go.promise; return executor.submit(work.task, 1) }
    const gone = rejection(executor.submit(parent, 0, { signal: controller.signal }))
    await turns()
    controller.abort('enough')
    await gone
    await clock.advance(1_001)
    const other = executor.submit(work.task, 2)
    await work.starts(1)
    go.resolve()
    await turns()
    expect(work.current).toEqual([2])
    await work.finishAll(2)
    await other
    await executor.idle()
  })

  test('is not lent to a run that waited for it either, once it has been given away', async () => {
    const { clock, executor, work } = timedBench(1, 1_000)
    const controller = new AbortController()
    const gone = rejection(executor.submit(async () => {
      executor.pause()
      return executor.submit(work.task, 1)
    }, 0, { signal: controller.signal }))
    await turns()
    controller.abort('enough')
    await gone
    await clock.advance(1_001)
    expect(executor.stats()).toMatchObject({ running: 0, detached: 1 })
    const other = executor.submit(work.task, 2, { priority: 1 })
    executor.resume()
    await work.starts(1)
    await turns()
    expect(work.current).toEqual([2])
    await work.finishAll(2)
    await other
    await executor.idle()
  })

  test('is given away when more may be detached: the concurrency was raised', async () => {
    const { clock, executor, work } = timedBench(1, 1_000)
    const done = executor.map(work.task, [1, 2, 3, 4], { timeout: 100, errors: 'settle' })
    await clock.advance(2_300)
    expect(executor.stats()).toMatchObject({ running: 1, detached: 1 })
    executor.concurrency = 2
    await work.starts(4)
    expect(executor.stats()).toMatchObject({ running: 2, detached: 2 })
    work.finishCurrent()
    await done
  })

  test('never runs more than the concurrency beside the detached ones', async () => {
    const { clock, executor, work } = timedBench(3, 100)
    const done = executor.map(work.task, Array.from({ length: 9 }).keys(), { timeout: 50, errors: 'settle' })
    for (let round = 0; round < 8; round++) {
      await clock.advance(80)
      const { running, detached } = executor.stats()
      expect([running <= 3, detached <= 3, work.running === running + detached]).toEqual([true, true, true])
      work.finish(work.current[0]!)
    }
    await turns()
    work.finishCurrent()
    await clock.advance(500)
    work.finishCurrent()
    expect(await done).toHaveLength(9)
  })

  test('is kept for the grace after an abort and a failure, too', async () => {
    for (const end of [(controller: AbortController) => { controller.abort() }, (_controller: AbortController, work: ControlledTask) => { work.fail(2, new Error('no')) }]) {
      const { clock, executor, work } = timedBench(2, 1_000)
      const controller = new AbortController()
      const done = rejection(executor.map(work.task, [1, 2], { signal: controller.signal }))
      await work.starts(2)
      end(controller, work)
      await done
      expect(executor.stats().detached).toBe(0)
      await clock.advance(1_001)
      expect(executor.stats()).toMatchObject({ running: 0 })
      expect(executor.stats().detached).toBe(work.current.length)
    }
  })
})

describe('detached items', () => {
  test('are waited for by idle, and not by close', async () => {
    const bench = timedBench(1, 100)
    const { executor, work } = bench
    await rejection(startedAndLate(bench))
    const idle = executor.idle()
    await executor.close()
    expect(await isSettled(idle)).toBe(false)
    work.finish(1)
    await idle
  })

  test('that fail in the end harm nobody', async () => {
    const bench = timedBench(1, 100)
    const { executor, work } = bench
    await rejection(startedAndLate(bench))
    work.fail(1, new Error('late'))
    await executor.idle()
    expect(executor.stats()).toMatchObject({ running: 0, detached: 0, failed: 1 })
  })

  async function startedAndLate({ clock, executor, work }: TimedBench): Promise<number> {
    const done = executor.submit(work.task, 1, { timeout: 10 })
    await work.starts(1)
    const late = done.catch(async (error: unknown) => { await clock.advance(200); throw error })
    await clock.advance(11)
    return late
  }
})
