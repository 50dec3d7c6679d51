// onOutcome: told each outcome the moment an item ends, once, in completion order.

import { asyncExecutor, map, skip, type Outcome } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { run, VERBS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item

test.each(VERBS)('%s tells outcomes in completion order', async (verb) => {
  const work = new ControlledTask()
  const told: number[] = []
  const done = run(asyncExecutor(), verb, work.task, [0, 1, 2, 3], { onOutcome: ({ index }) => { told.push(index) } })
  await work.starts(4)
  for (const item of [2, 0, 3, 1]) {
    work.finish(item)
    await turns(2)
    expect(told.at(-1)).toBe(item)
  }
  await done
  expect(told).toEqual([2, 0, 3, 1])
})

test('each pulled item is told once: values, skipped, failures, rejected promises, retried ones at their end', async () => {
  const told: Outcome<string>[] = []
  const task = (item: string, { attempt }: { attempt: number }): string | typeof skip => {
    throwIf(item === 'bad' || (item === 'flaky' && attempt < 3), item)
    return item === 'skip' ? skip : item.toUpperCase()
  }
  const items = ['good', 'skip', 'bad', 'flaky', Promise.reject(new Error('lost'))]
  await asyncExecutor({ concurrency: 1 }).map(task, items, { errors: 'settle', retries: { limit: 2, delay: 0 }, onOutcome: (outcome) => { told.push(outcome) } })
  expect(told.toSorted((a, b) => a.index - b.index)).toMatchObject([
    { index: 0, attempts: 1, worker: 'main', status: 'fulfilled', value: 'GOOD' },
    { index: 1, attempts: 1, worker: 'main', status: 'skipped' },
    { index: 2, attempts: 3, worker: 'main', status: 'rejected', reason: { code: 'PARMAP_TASK_FAILED', attempts: 3 } },
    { index: 3, attempts: 3, worker: 'main', status: 'fulfilled', value: 'FLAKY' },
    { index: 4, attempts: 0, worker: undefined, status: 'rejected', reason: { attempts: 0 } },
  ])
  for (const { ms } of told) expect(ms).toBeGreaterThanOrEqual(0)
})

test('the failure that ends a run is told before the caller has it', async () => {
  const log: string[] = []
  const done = map(() => { throw new Error('no') }, [1], { onOutcome: ({ status }) => { log.push(status) } })
  await rejection(done.catch((error: unknown) => { log.push('caught'); throw error }))
  expect(log).toEqual(['rejected', 'caught'])
})

test('the outcome of an imap item is told before it can be read', async () => {
  const work = new ControlledTask()
  const told: number[] = []
  const stream = asyncExecutor().imap(work.task, [0, 1], { onOutcome: ({ index }) => { told.push(index) } })
  const first = stream.next()
  await work.starts(2)
  work.finish(1)
  await turns()
  expect(told).toEqual([1])
  work.finish(0)
  await first
  expect(told).toEqual([1, 0])
})

describe('a callback that throws', () => {
  test.each(VERBS.flatMap((verb) => (['stop', 'collect'] as const).map((errors) => [verb, errors] as const)))('ends %s under %s, unwrapped', async (verb, errors) => {
    const cause = new Error('in the callback')
    const started: number[] = []
    const task = async (item: number): Promise<void> => { started.push(item) }
    const done = run(asyncExecutor({ concurrency: 1 }), verb, task, [0, 1, 2, 3].values(), { errors, onOutcome: () => { throw cause } })
    expect(await rejection(done)).toBe(cause)
    expect(started).toEqual([0])
  })

  test.each([undefined, null, 0, ''])('may throw %s', async (thrown) => {
    const onOutcome = (): never => { throw thrown } // oxlint-disable-line no-throw-literal
    expect(await rejection(map(identity, [1], { onOutcome }))).toBe(thrown)
    expect(await rejection(map(identity, [1], { errors: 'settle', onOutcome }))).toBe(thrown)
  })

  test('stops what runs by its signal, whatever it throws', async () => {
    for (const thrown of [new Error('no'), null, 0, undefined]) {
      const work = new ControlledTask({ heedsSignal: true })
      const done = rejection(asyncExecutor().map(work.task, [0, 1], { onOutcome: () => { throw thrown } })) // oxlint-disable-line no-throw-literal
      await work.starts(2)
      work.finish(0)
      expect(await done).toBe(thrown)
      await turns()
      expect(work.signal(1).aborted).toBe(true)
      await work.rest()
    }
  })

  test('is not called again', async () => {
    let calls = 0
    const work = new ControlledTask()
    const executor = asyncExecutor()
    const done = rejection(executor.map(work.task, [0, 1, 2], { onOutcome: () => { calls++; throw new Error('no') } }))
    await work.starts(3)
    work.finishCurrent()
    await done
    await executor.idle()
    expect(calls).toBe(1)
  })

  test('that is async ends the run with its rejection', async () => {
    const cause = new Error('in the callback')
    const work = new ControlledTask()
    const done = rejection(asyncExecutor({ concurrency: 1 }).map(work.task, [0, 1, 2], { onOutcome: async () => { throw cause } })) // oxlint-disable-line typescript/no-misused-promises
    await work.starts(1)
    work.finish(0)
    expect(await done).toBe(cause)
  })
})

test('a callback that changes what it is told changes no result', async () => {
  const onOutcome = (outcome: object): void => { Reflect.set(outcome, 'value', 'changed') }
  expect(await map(identity, [1, 2], { onOutcome })).toEqual([1, 2])
})

test('a callback may start runs of the same executor', async () => {
  const executor = asyncExecutor({ concurrency: 1 })
  const inner: Promise<unknown>[] = []
  await executor.map(identity, [1, 2], { onOutcome: (outcome) => { inner.push(executor.submit(identity, outcome.index)) } })
  expect(await Promise.all(inner)).toEqual([0, 1])
})

test('a run that retryIf has aborted tells no outcome any more', async () => {
  const controller = new AbortController()
  const told: number[] = []
  const retryIf = (): boolean => { controller.abort('enough'); return false }
  const done = map(() => Promise.reject(new Error('no')), [1], { signal: controller.signal, retries: { limit: 1, retryIf }, onOutcome: ({ index }) => { told.push(index) } })
  expect(await rejection(done)).toBe('enough')
  expect(told).toEqual([])
})

test('a callback may abort its own run', async () => {
  const controller = new AbortController()
  const { error } = await readAll(asyncExecutor({ concurrency: 1 }).imap(identity, [1, 2, 3], { signal: controller.signal, onOutcome: () => { controller.abort('enough') } }))
  expect(error).toBe('enough')
})
