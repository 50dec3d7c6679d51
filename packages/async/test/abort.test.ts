// Aborting a run: before it begins and while it runs.

import { getEventListeners } from 'node:events'
import { asyncExecutor, map } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { deferred } from '../../core/test/support/deferred.ts'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { isSettled, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedArray } from '../../core/test/support/watched-array.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, STREAMS, VERBS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item
const REASONS = [undefined, null, 0, '', false, 'text', new Error('reason')]

describe('before the run', () => {
  test.each(VERBS)('%s is rejected with the reason, unwrapped, and nothing is read or run', async (verb) => {
    const reason = new Error('before')
    const input = new WatchedInput(3)
    const work = new ControlledTask()
    expect(await rejection(run(asyncExecutor(), verb, work.task, input, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(input).toMatchObject({ opened: 0, nexts: 0, returns: 0 })
    expect(work.started).toEqual([])
  })

  test('submit is rejected, too', async () => {
    const work = new ControlledTask()
    expect(await rejection(asyncExecutor().submit(work.task, 1, { signal: AbortSignal.abort('before') }))).toBe('before')
    expect(work.started).toEqual([])
  })

  test.each(STREAMS)('between the call of %s and the first next() counts', async (verb) => {
    const controller = new AbortController()
    const input = new WatchedInput(3)
    const stream = asyncExecutor()[verb](identity, input, { signal: controller.signal })
    controller.abort('between')
    expect(await rejection(stream.next())).toBe('between')
    expect(input.opened).toBe(0)
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test.each(REASONS)('the reason may be anything: %s', async (reason) => {
    const signal = AbortSignal.abort(reason)
    expect(await rejection(map(identity, [1], { signal }))).toBe(signal.reason)
  })
})

describe('during the run', () => {
  test.each(VERBS)('%s is rejected with the reason in every mode, and nothing more is read or started', async (verb) => {
    for (const [errors, input] of [['stop', new WatchedInput(Infinity)], ['collect', new WatchedInput(Infinity)], ['stop', new WatchedArray(Infinity)]] as const) {
      const controller = new AbortController()
      const work = new ControlledTask()
      const done = rejection(run(asyncExecutor({ concurrency: 3 }), verb, work.task, input, { errors, signal: controller.signal }))
      await work.starts(3)
      controller.abort('enough')
      expect(await done).toBe('enough')
      work.finishCurrent()
      await turns()
      expect(input.pulled).toBe(3)
      expect(work.started).toEqual([0, 1, 2])
    }
  })

  test.each(REASONS)('the reason arrives unwrapped, also under settle: %s', async (reason) => {
    const controller = new AbortController()
    const work = new ControlledTask()
    const done = rejection(map(work.task, [1, 2], { errors: 'settle', signal: controller.signal }))
    await work.starts(2)
    controller.abort(reason)
    expect(await done).toBe(controller.signal.reason)
  })

  test.each(REASONS)('every running task sees its own signal aborted with that reason: %s', async (reason) => {
    const controller = new AbortController()
    const work = new ControlledTask()
    const done = rejection(map(work.task, [1, 2], { signal: controller.signal }))
    await work.starts(2)
    controller.abort(reason)
    await done
    for (const item of [1, 2]) {
      expect(work.signal(item)).not.toBe(controller.signal)
      expect(work.signal(item).aborted).toBe(true)
      expect(work.signal(item).reason).toBe(controller.signal.reason)
    }
  })

  test('the caller is not kept waiting for tasks that do not stop', async () => {
    const controller = new AbortController()
    const work = new ControlledTask()
    const executor = asyncExecutor()
    const done = rejection(executor.map(work.task, [1], { signal: controller.signal }))
    await work.starts(1)
    controller.abort('enough')
    expect(await done).toBe('enough')
    expect(work.running).toBe(1)
    const idle = executor.idle()
    await turns()
    expect(await isSettled(idle)).toBe(false)
    work.finish(1)
    await idle
  })

  test('a reader that waits is told at once, one that does not at its next read; results not read are dropped', async () => {
    for (const verb of STREAMS) {
      const controller = new AbortController()
      const stream = asyncExecutor()[verb](identity, new WatchedInput(Infinity), { signal: controller.signal })
      expect(await stream.next()).toEqual({ done: false, value: 0 })
      await turns()
      controller.abort('enough')
      await turns()
      expect(await rejection(stream.next())).toBe('enough')
      expect(await stream.next()).toEqual({ done: true, value: undefined })
    }
  })

  test.each(STREAMS)('a reader of %s gets nothing more, also while the input cleans up', async (verb) => {
    const controller = new AbortController()
    const cleaned = deferred<IteratorResult<number>>()
    const input = new WatchedInput(Infinity, { onReturn: () => cleaned.promise })
    const stream = asyncExecutor()[verb](identity, input, { signal: controller.signal })
    await stream.next()
    await turns()
    controller.abort('enough')
    const next = rejection(stream.next())
    cleaned.resolve({ done: true, value: undefined })
    expect(await next).toBe('enough')
  })

  test('is heard by a stream that has met its failure while items before that are tried again', async () => {
    const controller = new AbortController()
    const work = new ControlledTask()
    const retries = { limit: 9, delay: 1e9, retryIf: ({ index }: { index: number }) => index === 0 }
    const stream = asyncExecutor().imap(work.task, [0, 1], { signal: controller.signal, retries })
    const first = rejection(stream.next())
    await work.starts(2)
    work.fail(1, new Error('no'))
    await turns()
    work.fail(0, new Error('again'))
    await turns()
    controller.abort('enough')
    expect(await first).toBe('enough')
  })

  test('a stream that has met its failure, and has nothing left to stop, has left the signal', async () => {
    const { signal } = new AbortController()
    const stream = asyncExecutor().imap((item: number) => { throwIf(item === 1, 'no'); return item }, [0, 1, 2], { signal })
    await stream.next()
    await turns()
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('items that wait for a retry are forgotten', async () => {
    const controller = new AbortController()
    let attempts = 0
    const executor = asyncExecutor()
    const failing = (): never => { attempts++; throw new Error('again') }
    const done = rejection(executor.map(failing, [1], { signal: controller.signal, retries: { limit: 5, delay: 1e9 } }))
    await turns()
    controller.abort('enough')
    expect(await done).toBe('enough')
    await executor.idle()
    expect(attempts).toBe(1)
  })

  test('an abort inside a task ends its run, and that item has no say any more', async () => {
    const controller = new AbortController()
    const abort = (item: number): number => {
      controller.abort('inside')
      return item
    }
    expect(await rejection(asyncExecutor({ concurrency: 1 }).map(abort, [1, 2], { signal: controller.signal }))).toBe('inside')
  })

  test('ends one run and no other: the next items are innocent', async () => {
    const controller = new AbortController()
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 2 })
    const doomed = rejection(executor.map(work.task, [1, 2], { signal: controller.signal }))
    const other = executor.map(work.task, [11, 12])
    await work.starts(2)
    controller.abort('enough')
    await doomed
    await work.finishAll(3)
    expect(await other).toEqual([11, 12])
    expect([work.signal(11).aborted, work.signal(12).aborted]).toEqual([false, false])
  })
})
