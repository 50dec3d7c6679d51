// How far streams read ahead: items read and not handed over never exceed the window, one slow head included.

import { asyncExecutor, skip } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedArray } from '../../core/test/support/watched-array.ts'
import { WatchedAsyncInput, WatchedInput } from '../../core/test/support/watched-input.ts'
import { STREAMS } from './support/verbs.ts'

const INPUTS = [['sync', WatchedInput], ['async', WatchedAsyncInput], ['array as', WatchedArray]] as const

describe.each(INPUTS)('of an endless %s input', (_kind, Input) => {
  test('imap reads a window ahead of a slow head, and no further', async () => {
    const work = new ControlledTask()
    const input = new Input(Infinity)
    const stream = asyncExecutor().imap((item, context) => (item === 0 ? work.task(item, context) : item), input, { window: 5 })
    const head = stream.next()
    await input.pulls(5)
    await turns()
    expect(input.pulled).toBe(5)
    work.finish(0)
    expect(await head).toEqual({ done: false, value: 0 })
    await input.pulls(6)
    await turns()
    expect(input.pulled).toBe(6)
    await stream.return(undefined)
  })

  test('imapUnordered reads a window ahead of a reader that does not read, and no further', async () => {
    const input = new Input(Infinity)
    const stream = asyncExecutor().imapUnordered((item) => item, input, { window: 4 })
    await stream.next()
    await input.pulls(5)
    await turns()
    expect(input.pulled).toBe(5)
    await stream.return(undefined)
  })

  test.each(STREAMS)('%s never has more than the window read and not handed over', async (verb) => {
    let most = 0
    const input = new Input(Infinity)
    const stream = asyncExecutor({ concurrency: 4 })[verb](async (item: number) => turns(item % 3), input, { window: 6 })
    for (let handedOver = 1; handedOver <= 100; handedOver++) {
      await stream.next()
      await turns(1 + (handedOver % 4)) // the reader waits for nothing now, so that no value is on its way to it
      most = Math.max(most, input.pulled - handedOver)
    }
    await stream.return(undefined)
    expect(most).toBe(6)
  })

  test.each(STREAMS)('%s reads on over skipped items', async (verb) => {
    const stream = asyncExecutor()[verb]((item: number) => (item === 2_000 ? item : skip), new Input(Infinity), { window: 3 })
    expect(await stream.next()).toEqual({ done: false, value: 2_000 })
    await stream.return(undefined)
  })
})

describe('default', () => {
  test.each([1, 4, 50])('with a concurrency of %i it is twice that', async (concurrency) => {
    const work = new ControlledTask()
    const input = new WatchedInput(Infinity)
    const executor = asyncExecutor({ concurrency })
    const stream = executor.imap((item, context) => (item === 0 ? work.task(item, context) : item), input)
    const head = stream.next()
    const others = Math.sign(concurrency - 1) // with one slot the head is alone
    await input.pulls(1 + others * (2 * concurrency - 1))
    await turns()
    expect(input.pulled).toBe(1 + others * (2 * concurrency - 1))
    expect(executor.stats().runs[0]!.window).toBe(2 * concurrency)
    work.finish(0)
    await head
    await stream.return(undefined)
  })

  test('it holds two batches for the one worker that there is', async () => {
    const work = new ControlledTask()
    const input = new WatchedInput(Infinity)
    const executor = asyncExecutor({ concurrency: 2 })
    const stream = executor.imap((item, context) => (item === 0 ? work.task(item, context) : item), input, { batchSize: 20 })
    const head = stream.next()
    await input.pulls(40)
    await turns()
    expect(input.pulled).toBe(40)
    expect(executor.stats().runs[0]!.window).toBe(40)
    work.finish(0)
    await head
    await stream.return(undefined)
  })

  test('it is 65,536 at most', async () => {
    const executor = asyncExecutor({ concurrency: Infinity })
    const input = new WatchedInput(Infinity)
    const stream = executor.imapUnordered((item) => item, input)
    await stream.next()
    await input.pulls(65_537)
    await turns()
    expect(input.pulled).toBe(65_537)
    expect(executor.stats().runs[0]!.window).toBe(65_536)
    await stream.return(undefined)
  })

  test('it follows the concurrency when that is set', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    const input = new WatchedInput(Infinity)
    const stream = executor.imapUnordered((item) => item, input)
    await stream.next()
    await input.pulls(5)
    executor.concurrency = 10
    await input.pulls(21)
    await turns()
    expect(input.pulled).toBe(21)
    await stream.return(undefined)
  })

  test('map has none: an endless wait of the head holds nothing back', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 2 })
    const done = executor.map((item, context) => (item === 0 ? work.task(item, context) : item), new WatchedInput(3_000))
    await turns(50)
    expect(executor.stats().runs[0]).toMatchObject({ completed: 2_999, window: Infinity })
    work.finish(0)
    expect(await done).toHaveLength(3_000)
  })
})

describe('a given window', () => {
  test.each(STREAMS)('caps the concurrency of %s', async (verb) => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 10 })
    const stream = executor[verb](work.task, new WatchedInput(Infinity), { window: 3, concurrency: 8 })
    const first = stream.next()
    await work.starts(3)
    await turns()
    expect(work.running).toBe(3)
    expect(executor.stats().runs[0]).toMatchObject({ concurrency: 3, window: 3 })
    work.finishCurrent()
    await first
    await stream.return(undefined)
  })

  test('caps the batches', async () => {
    const input = new WatchedInput(Infinity)
    const stream = asyncExecutor({ concurrency: 2 }).imap((item) => item, input, { window: 6, batchSize: 50 })
    await stream.next()
    await input.pulls(7)
    await turns()
    expect(input.pulled).toBe(7)
    await stream.return(undefined)
  })

  test('of map and forEach counts items that have not ended', async () => {
    const work = new ControlledTask()
    const input = new WatchedInput(10)
    const done = asyncExecutor().map(work.task, input, { window: 2 })
    await work.starts(2)
    await turns()
    expect(input.pulled).toBe(2)
    work.finish(1)
    await work.starts(3)
    expect(input.pulled).toBe(3)
    await work.finishAll(10)
    expect(await done).toHaveLength(10)
  })

  test('of 1 reads an item only when the one before has been handed over', async () => {
    const input = new WatchedInput(Infinity)
    const stream = asyncExecutor().imap((item) => item, input, { window: 1 })
    for (let value = 0; value < 5; value++) {
      expect(await stream.next()).toEqual({ done: false, value })
      await turns()
      expect(input.pulled).toBe(value + 2)
    }
    await stream.return(undefined)
  })
})

test.each(STREAMS)('%s reads nothing before its first next()', async (verb) => {
  const input = new WatchedInput(Infinity)
  const stream = asyncExecutor()[verb]((item: number) => item, input)
  await turns()
  expect(input).toMatchObject({ opened: 0, nexts: 0 })
  await stream.next()
  expect(input.opened).toBe(1)
  await stream.return(undefined)
})
