// The worker side of every backend, used as a backend's worker entry uses it: a scope, batches, and a sink that records.

import { importTask, move } from '@parmap/core'
import { decodeError, encodeError, loadTask, runBatch, WorkerScope } from '@parmap/core/worker'
import { virtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { rejection } from './support/outcome-of.ts'
import { batchOf, RecordingSink } from './support/recording-sink.ts'
import { turns } from './support/turns.ts'

/** A module of one task, without a file. */
// The end: what follows the last dot after the last slash is to Bun a file extension, also in a data: URL.
const moduleOf = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}//end`

describe('a batch', () => {
  test('runs as many items at once as it has slots, in order', async () => {
    const work = new ControlledTask()
    const sink = new RecordingSink()
    runBatch(new WorkerScope({ worker: 'w-1' }), batchOf([10, 11, 12, 13, 14], work.task, { slots: 2 }), sink)
    await work.starts(2)
    await turns()
    expect(work.started).toEqual([10, 11])
    work.finish(11)
    await work.starts(3)
    expect(work.current).toEqual([10, 12])
    await work.finishAll(5)
    expect(work.started).toEqual([10, 11, 12, 13, 14])
    expect(work.most).toBe(2)
  })

  test('tells its worker first, then each outcome the moment it comes', async () => {
    const work = new ControlledTask()
    const sink = new RecordingSink()
    runBatch(new WorkerScope({ worker: 'w-1' }), batchOf([10, 11, 12], work.task, { first: 5, slots: 3 }), sink)
    await work.starts(3)
    const cause = new Error('no')
    work.fail(11, cause)
    await sink.tells(2)
    work.finish(10, 100)
    await sink.tells(3)
    expect(sink.told).toEqual([['sentTo', 'w-1'], ['rejected', 6, cause, 0], ['fulfilled', 5, 100, 0]])
    work.finish(12)
    await sink.tells(4)
  })

  test('gives tasks the index and the attempt of their item, wherever they are written', async () => {
    const seen: unknown[] = []
    const note = (_item: unknown, { index, attempt, worker }: { index: number; attempt: number; worker: string }): void => { seen.push([index, attempt, worker]) }
    const scope = new WorkerScope({ worker: 'w-1' })
    runBatch(scope, batchOf(['a', 'b'], note, { first: 3 }), new RecordingSink())
    runBatch(scope, batchOf(['c', 'd'], note, { first: -1, indexes: [4, 9], attempts: [2, 3] }), new RecordingSink())
    await turns()
    expect(seen).toEqual([[3, 1, 'w-1'], [4, 1, 'w-1'], [4, 2, 'w-1'], [9, 3, 'w-1']])
  })

  test('measures how long items ran where it is asked to', async () => {
    const clock = virtualClock()
    const sink = new RecordingSink()
    const scope = new WorkerScope({ worker: 'w-1', clock })
    const spend = (ms: number): number => { clock.spend(ms); return ms }
    runBatch(scope, batchOf([2, 5], spend, { timed: true }), sink)
    await sink.tells(3)
    expect(sink.told.slice(1)).toEqual([['fulfilled', 0, 2, 2], ['fulfilled', 1, 5, 5]])
  })

  test('hands moved items to the task as what they are, and keeps the mark of moved results', async () => {
    const buffer = new ArrayBuffer(4)
    const sink = new RecordingSink()
    const seen: unknown[] = []
    runBatch(new WorkerScope({ worker: 'w-1' }), batchOf([move(buffer)], (item: unknown) => { seen.push(item); return item }), sink)
    await sink.tells(2)
    expect(seen[0]).toBe(buffer)
    expect(sink.told[1]![2]).toBe(buffer)
  })

  test('counts in its scope what runs and what has ended', async () => {
    const work = new ControlledTask()
    const scope = new WorkerScope({ worker: 'w-1' })
    runBatch(scope, batchOf([1, 2, 3], work.task, { slots: 2 }), new RecordingSink())
    await work.starts(2)
    expect([scope.running, scope.completed]).toEqual([2, 0])
    await work.finishAll(3)
    await turns()
    expect([scope.running, scope.completed]).toEqual([0, 3])
    expect(scope.batches.size).toBe(0)
  })
})

describe('a timeout', () => {
  test('is told when it passes, and again when the item has really stopped', async () => {
    const clock = virtualClock()
    const work = new ControlledTask()
    const sink = new RecordingSink()
    runBatch(new WorkerScope({ worker: 'w-1', clock }), batchOf([1, 2], work.task, { timeout: 100 }), sink)
    await work.starts(1)
    await clock.advance(101)
    expect(sink.told.slice(1)).toEqual([['timedOut', 0, 100]])
    expect(work.signal(1).reason).toMatchObject({ name: 'TimeoutError' })
    expect(work.started).toEqual([1])
    work.finish(1)
    await work.starts(2)
    expect(sink.told.slice(1)).toEqual([['timedOut', 0, 100], ['stopped', 0]])
    work.finish(2)
    await sink.tells(4)
  })
})

describe('a named task', () => {
  const COUNTING = `
    let loads = 0
    globalThis.loadsOfCountingTask = (globalThis.loadsOfCountingTask ?? 0) + 1
    export default (n) => n * 2`

  test('is loaded once per worker, however many batches ask for it', async () => {
    const scope = new WorkerScope({ worker: 'w-1' })
    const task = importTask(moduleOf(COUNTING))
    const sinks = [new RecordingSink(), new RecordingSink(), new RecordingSink()]
    for (const sink of sinks.slice(0, 2)) runBatch(scope, batchOf([3], task), sink)
    await Promise.all(sinks.slice(0, 2).map((sink) => sink.tells(2)))
    runBatch(scope, batchOf([4], task), sinks[2]!)
    await sinks[2]!.tells(2)
    expect(sinks.map((sink) => sink.told[1])).toEqual([['fulfilled', 0, 6, 0], ['fulfilled', 0, 6, 0], ['fulfilled', 0, 8, 0]])
    expect((globalThis as { loadsOfCountingTask?: number }).loadsOfCountingTask).toBe(1)
  })

  test('that cannot be loaded is told once for the batch, and no item is', async () => {
    const sink = new RecordingSink()
    const scope = new WorkerScope({ worker: 'w-1' })
    runBatch(scope, batchOf([1, 2, 3], importTask(moduleOf('throw new Error("broken")')), { slots: 3 }), sink)
    await sink.tells(2)
    await turns(30)
    expect(scope.batches.size).toBe(0)
    expect(sink.told).toMatchObject([['sentTo', 'w-1'], ['unusable', { code: 'PARMAP_TASK_LOAD_FAILED', cause: { message: 'broken' } }]])
  })

  test('is found by loadTask, as everywhere', async () => {
    expect(await loadTask(importTask(moduleOf('export const half = (n) => n / 2'), 'half'))).toMatchObject({ exportName: 'half', setup: undefined })
    expect(await rejection(loadTask(importTask(moduleOf('export const half = 1'), 'half')))).toMatchObject({ code: 'PARMAP_TASK_NOT_FOUND' })
  })
})

test('a gate is asked for leave before each start', async () => {
  const opens: (() => void)[] = []
  const work = new ControlledTask()
  const scope = new WorkerScope({ worker: 'w-1', gate: (open) => { opens.push(open) } })
  runBatch(scope, batchOf([1, 2, 3], work.task, { slots: 2 }), new RecordingSink())
  await turns()
  expect([work.started, opens.length]).toEqual([[], 1])
  opens.shift()!()
  await work.starts(1)
  await turns()
  expect([work.started, opens.length]).toEqual([[1], 1])
  opens.shift()!()
  await work.starts(2)
  work.finishCurrent()
  await turns()
  opens.shift()!()
  await work.starts(3)
  work.finishCurrent()
  await work.rest()
})

test('a question that is not needed any more is withdrawn from the gate', async () => {
  const signals: AbortSignal[] = []
  const scope = new WorkerScope({ worker: 'w-1', gate: (_open, signal) => { signals.push(signal) } })
  const batch = batchOf([1, 2, 3], (item: number) => item, { slots: 2 })
  runBatch(scope, batch, new RecordingSink())
  scope.cancel(batch.id, [0, 1], undefined)
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  scope.cancel(batch.id, [2], new Error('enough'))
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  expect(scope.batches.size).toBe(0)
})

test('the error codec is there for entries that post errors', () => {
  const error = Object.assign(new RangeError('far'), { code: 'E_FAR' })
  expect(decodeError(structuredClone(encodeError(error)))).toMatchObject({ name: 'RangeError', message: 'far', code: 'E_FAR' })
})

describe('a batch after another', () => {
  test('begins when all items of the other have ended', async () => {
    const work = new ControlledTask()
    const scope = new WorkerScope({ worker: 'w-1' })
    const [first, second] = [batchOf([10, 11], work.task), batchOf([20, 21], work.task)]
    runBatch(scope, first, new RecordingSink())
    runBatch(scope, { ...second, after: first.id }, new RecordingSink())
    await work.starts(1)
    work.finish(10)
    await work.starts(2)
    await turns()
    expect(work.started).toEqual([10, 11])
    await work.finishAll(4)
    expect(work.started).toEqual([10, 11, 20, 21])
    expect(work.most).toBe(1)
    expect(scope.batches.size).toBe(0)
  })

  test('begins at once when the other has ended already', async () => {
    const work = new ControlledTask()
    runBatch(new WorkerScope({ worker: 'w-1' }), { ...batchOf([20], work.task), after: 12_345 }, new RecordingSink())
    await work.starts(1)
    await work.finishAll(1)
    expect(work.started).toEqual([20])
  })

  test('gives back what is taken back while it waits', async () => {
    const work = new ControlledTask()
    const scope = new WorkerScope({ worker: 'w-1' })
    const sink = new RecordingSink()
    const [first, second] = [batchOf([10], work.task), batchOf([20, 21], work.task)]
    runBatch(scope, first, new RecordingSink())
    runBatch(scope, { ...second, after: first.id }, sink)
    scope.cancel(second.id, [0, 1], undefined)
    await work.finishAll(1)
    await turns()
    expect(sink.told).toEqual([['sentTo', 'w-1'], ['lost', 0, false], ['lost', 1, false]])
    expect(work.started).toEqual([10])
    expect(scope.batches.size).toBe(0)
  })
})
