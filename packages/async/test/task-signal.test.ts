// The two ends of an abort: the signal that a task is given, and the caller's, on which no listener may stay.

import { getEventListeners } from 'node:events'
import { asyncExecutor, map } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { readAll, readSome, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, STREAMS, VERBS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item

describe('the signal of a task', () => {
  test('is one object, and can be read late', async () => {
    const controller = new AbortController()
    const executor = asyncExecutor()
    const seen: AbortSignal[] = []
    const late = async (_item: number, context: { readonly signal: AbortSignal }): Promise<void> => {
      controller.abort('enough')
      await turns(1)
      seen.push(context.signal, context.signal)
    }
    await rejection(executor.map(late, [1], { signal: controller.signal }))
    await executor.idle()
    expect(seen[0]).toBe(seen[1])
    expect(seen[0]!.reason).toBe('enough')
  })

  test('is each item\'s own', async () => {
    const work = new ControlledTask()
    const done = map(work.task, [1, 2])
    await work.starts(2)
    expect(work.signal(1)).not.toBe(work.signal(2))
    work.finishCurrent()
    await done
  })

  test('stays the same, and aborted, after the item has ended', async () => {
    const controller = new AbortController()
    const work = new ControlledTask({ heedsSignal: true })
    const done = rejection(map(work.task, [1], { signal: controller.signal }))
    await work.starts(1)
    controller.abort('enough')
    await done
    await work.rest()
    await turns()
    expect(work.context(1).signal).toBe(work.signal(1))
    expect(work.context(1).signal.aborted).toBe(true)
  })

  test('is not aborted when all goes well', async () => {
    const work = new ControlledTask()
    const done = map(work.task, [1], { signal: new AbortController().signal })
    await work.starts(1)
    work.finish(1)
    await done
    expect(work.signal(1).aborted).toBe(false)
  })
})

describe('no listener is left on the caller\'s signal', () => {
  const { signal } = new AbortController()
  const listeners = (): number => getEventListeners(signal, 'abort').length

  test.each(VERBS)('when %s has ended well, or failed', async (verb) => {
    await run(asyncExecutor(), verb, identity, [1, 2, 3], { signal })
    await rejection(run(asyncExecutor(), verb, () => { throw new Error('no') }, [1], { signal }))
    await rejection(run(asyncExecutor(), verb, identity, (function* () { yield 1; throw new Error('input') })(), { signal }))
    expect(listeners()).toBe(0)
  })

  test.each(STREAMS)('when %s was left, or never read', async (verb) => {
    await readSome(asyncExecutor()[verb](identity, new WatchedInput(Infinity), { signal }), 2)
    asyncExecutor()[verb](identity, [1], { signal })
    await asyncExecutor()[verb](identity, [1], { signal }).return(undefined)
    expect(listeners()).toBe(0)
  })

  test('when the executor was terminated or closed', async () => {
    const executor = asyncExecutor()
    const done = rejection(executor.map(() => new Promise(() => undefined), [1], { signal }))
    await turns()
    expect(listeners()).toBe(1)
    await executor.terminate('enough')
    await done
    const closed = asyncExecutor()
    const stream = closed.imap(identity, new WatchedInput(Infinity), { signal })
    await stream.next()
    await closed.close()
    await readAll(stream)
    expect(listeners()).toBe(0)
  })

  test('however many items and retries a run has, it has one', async () => {
    const work = new ControlledTask()
    const done = map(work.task, new WatchedInput(50), { signal, retries: 3 })
    await work.starts(50)
    expect(listeners()).toBe(1)
    work.finishCurrent()
    await done
    expect(listeners()).toBe(0)
  })
})
