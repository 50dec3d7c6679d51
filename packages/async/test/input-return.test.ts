// How an input learns that nobody reads on: its return() is called once, and only where it has not ended by itself.

import { asyncExecutor, map } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { deferred } from '../../core/test/support/deferred.ts'
import { isSettled, readAll, readSome, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { atNext, WatchedAsyncInput, WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, STREAMS, VERBS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item
const fail = (): never => { throw new Error('no') }
const INPUTS = [['a sync', WatchedInput], ['an async', WatchedAsyncInput]] as const

describe.each(INPUTS)('return() of %s input', (_kind, Input) => {
  test.each(STREAMS)('is called once when the reader of %s breaks out of its loop', async (verb) => {
    const input = new Input(Infinity)
    await readSome(asyncExecutor()[verb](identity, input), 3)
    expect(input.returns).toBe(1)
  })

  test.each(STREAMS)('is called once when %s is returned and disposed of again and again', async (verb) => {
    const input = new Input(Infinity)
    const stream = asyncExecutor()[verb](identity, input)
    await stream.next()
    await Promise.all([stream.return(undefined), stream.return(undefined), rejection(stream.throw(new Error('x'))), stream[Symbol.asyncDispose]()])
    expect(input.returns).toBe(1)
  })

  test.each(VERBS)('is called once when an item of %s fails', async (verb) => {
    const input = new Input(Infinity)
    await rejection(run(asyncExecutor({ concurrency: 3 }), verb, fail, input))
    expect(input.returns).toBe(1)
  })

  test.each(VERBS)('is called once when %s is aborted', async (verb) => {
    const input = new Input(Infinity)
    const work = new ControlledTask<number>()
    const controller = new AbortController()
    const done = rejection(run(asyncExecutor({ concurrency: 3 }), verb, work.task, input, { signal: controller.signal }))
    await work.starts(3)
    controller.abort('enough')
    expect(await done).toBe('enough')
    expect(input.returns).toBe(1)
  })

  test.each(VERBS)('is called once when the executor of %s is terminated', async (verb) => {
    const input = new Input(Infinity)
    const work = new ControlledTask<number>()
    const executor = asyncExecutor({ concurrency: 3 })
    const done = rejection(run(executor, verb, work.task, input))
    await work.starts(3)
    await executor.terminate('enough')
    expect(await done).toBe('enough')
    expect(input.returns).toBe(1)
  })

  test.each(STREAMS)('is called once when the executor of %s is closed', async (verb) => {
    const input = new Input(Infinity)
    const executor = asyncExecutor({ concurrency: 3 })
    const stream = executor[verb](identity, input)
    await stream.next()
    await executor.close()
    expect(input.returns).toBe(1)
    await readAll(stream)
    expect(input.returns).toBe(1)
  })

  test.each(VERBS)('is called once when a callback of %s throws', async (verb) => {
    const input = new Input(Infinity)
    expect(await rejection(run(asyncExecutor(), verb, identity, input, { onOutcome: fail }))).toMatchObject({ message: 'no' })
    expect(input.returns).toBe(1)
  })

  test.each(VERBS)('is not called when %s has read it to its end', async (verb) => {
    const input = new Input(5)
    await run(asyncExecutor(), verb, identity, input)
    expect(input.returns).toBe(0)
  })

  test.each(VERBS)('is not called when %s fails after it has been read to its end', async (verb) => {
    const work = new ControlledTask<number>()
    const input = new Input(3)
    const done = rejection(run(asyncExecutor(), verb, work.task, input))
    await input.pulls(4)
    await turns()
    work.fail(1, 'late')
    work.finish(0)
    await done
    expect(input.returns).toBe(0)
  })

  test.each(VERBS)('is not called when next() has thrown for %s', async (verb) => {
    const input = new Input(Infinity, { onNext: fail })
    await rejection(run(asyncExecutor(), verb, identity, input))
    expect(input.returns).toBe(0)
  })

  test('is not called when the input was never opened', async () => {
    const input = new Input(Infinity)
    await asyncExecutor().imap(identity, input).return(undefined)
    await rejection(map(identity, input, { signal: AbortSignal.abort('before') }))
    expect(input).toMatchObject({ opened: 0, nexts: 0, returns: 0 })
  })

  test('stops the reading: nothing is read after it', async () => {
    const input = new Input(Infinity)
    await readSome(asyncExecutor({ concurrency: 2 }).imap(identity, input), 3)
    const { nexts } = input
    await turns()
    expect(input.nexts).toBe(nexts)
  })
})

describe('a slow or failing return()', () => {
  test.each(STREAMS)('return() of %s waits for it', async (verb) => {
    const cleaned = deferred()
    const input = new WatchedAsyncInput(Infinity, { onReturn: () => cleaned.promise })
    const stream = asyncExecutor()[verb](identity, input)
    await stream.next()
    const returned = stream.return(undefined)
    await input.left()
    await turns()
    expect(await isSettled(returned)).toBe(false)
    cleaned.resolve()
    expect(await returned).toEqual({ done: true, value: undefined })
  })

  test('a failed map is rejected when it has cleaned up, and idle() waits for it, too', async () => {
    const cleaned = deferred()
    const input = new WatchedAsyncInput(Infinity, { onReturn: () => cleaned.promise })
    const executor = asyncExecutor()
    const done = rejection(executor.map(fail, input))
    await input.left()
    const idle = executor.idle()
    await turns()
    expect([await isSettled(done), await isSettled(idle)]).toEqual([false, false])
    cleaned.resolve()
    expect(await done).toMatchObject({ index: 0 })
    await idle
  })

  test.each([['throws', () => { throw new Error('while cleaning up') }], ['is rejected', () => Promise.reject(new Error('while cleaning up'))]] as const)(
    'one that %s does not hide why the run ended',
    async (_how, onReturn) => {
      for (const Input of [WatchedInput, WatchedAsyncInput]) {
        expect(await rejection(map(fail, new Input(Infinity, { onReturn })))).toMatchObject({ code: 'PARMAP_TASK_FAILED' })
        const controller = new AbortController()
        const stuck = (): Promise<never> => {
          controller.abort('enough')
          return new Promise(() => undefined)
        }
        expect(await rejection(map(stuck, new Input(Infinity, { onReturn }), { signal: controller.signal }))).toBe('enough')
      }
    },
  )

  test('one that throws is told to the reader who leaves, as by a generator', async () => {
    const onReturn = (): never => { throw new Error('while cleaning up') }
    const stream = asyncExecutor().imap(identity, new WatchedInput(Infinity, { onReturn }))
    await stream.next()
    expect(await rejection(stream.return(undefined))).toMatchObject({ message: 'while cleaning up' })
    expect(await stream.return(undefined)).toEqual({ done: true, value: undefined }) // told once
  })

  test.each(STREAMS)('one that throws is not told to the reader of %s who has been told why it ended', async (verb) => {
    const onReturn = (): never => { throw new Error('while cleaning up') }
    for (const Input of [WatchedInput, WatchedAsyncInput]) {
      const stream = asyncExecutor()[verb](fail, new Input(Infinity, { onReturn }))
      expect(await rejection(stream.next())).toMatchObject({ code: 'PARMAP_TASK_FAILED' })
      expect(await stream.return(undefined)).toEqual({ done: true, value: undefined })
    }
  })

  test.each(STREAMS)('one that throws does not hide what is thrown into %s, as in a generator', async (verb) => {
    const stream = asyncExecutor()[verb](identity, new WatchedInput(Infinity, { onReturn: () => { throw new Error('while cleaning up') } }))
    await stream.next()
    expect(await rejection(stream.throw(new Error('thrown in')))).toMatchObject({ message: 'thrown in' })
  })

  test('an input without return() is just left', async () => {
    let nexts = 0
    const input = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: nexts++ }) }) }
    expect(await readSome(asyncExecutor({ concurrency: 2 }).imap(identity, input), 3)).toEqual([0, 1, 2])
    const after = nexts
    await turns()
    expect(nexts).toBe(after)
  })
})

describe('leaving from within next()', () => {
  test('an abort in next() calls return() once, after next() has returned', async () => {
    const controller = new AbortController()
    const log: string[] = []
    function* items(): Generator<number> {
      try {
        yield 0
        controller.abort('inside')
        log.push('still in next()')
        yield 1
      } finally {
        log.push('left')
      }
    }
    expect(await rejection(map(identity, items(), { signal: controller.signal }))).toBe('inside')
    expect(log).toEqual(['still in next()', 'left'])
  })

  test('an abort in the next() that tells the end does not call return()', async () => {
    const controller = new AbortController()
    const input = new WatchedInput(2, { onNext: atNext(2, () => { controller.abort('at the end') }) })
    const done = rejection(map(() => new Promise(() => undefined), input, { signal: controller.signal }))
    expect(await done).toBe('at the end')
    await turns()
    expect(input).toMatchObject({ nexts: 3, returns: 0 })
  })
})
