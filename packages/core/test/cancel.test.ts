// The worker side of stopping: what a worker gives back, and whom it tells.

import { importTask } from '@parmap/core'
import { runBatch, WorkerScope } from '@parmap/core/worker'
import { expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { batchOf, RecordingSink } from './support/recording-sink.ts'
import { turns } from './support/turns.ts'

test('a cancel gives unstarted items back, and tells those that run by their signal', async () => {
  const work = new ControlledTask()
  const sink = new RecordingSink()
  const scope = new WorkerScope({ worker: 'w-1' })
  const batch = batchOf([10, 11, 12, 13], work.task, { slots: 2 })
  runBatch(scope, batch, sink)
  await work.starts(2)
  scope.cancel(batch.id, [1, 2, 3], 'enough')
  expect(sink.told.slice(1)).toEqual([['lost', 2, false], ['lost', 3, false]])
  expect([work.signal(10).aborted, work.signal(11).reason]).toEqual([false, 'enough'])
  work.finishCurrent()
  await sink.tells(5)
  await turns()
  expect(work.started).toEqual([10, 11])
})

test('a cancel without a reason leaves alone what runs', async () => {
  const work = new ControlledTask()
  const sink = new RecordingSink()
  const scope = new WorkerScope({ worker: 'w-1' })
  const batch = batchOf([10, 11, 12], work.task)
  runBatch(scope, batch, sink)
  await work.starts(1)
  scope.cancel(batch.id, [0, 2], undefined)
  expect(work.signal(10).aborted).toBe(false)
  expect(sink.told.slice(1)).toEqual([['lost', 2, false]])
  work.finish(10)
  await work.starts(2)
  expect(work.started).toEqual([10, 11])
  work.finish(11)
  await sink.tells(4)
})

test('a cancel before the task is loaded gives everything back; nothing of it runs', async () => {
  const sink = new RecordingSink()
  const scope = new WorkerScope({ worker: 'w-1' })
  const batch = batchOf([1, 2], importTask('data:text/javascript,export default () => { throw new Error("ran") }'))
  runBatch(scope, batch, sink)
  scope.cancel(batch.id, [0, 1], 'enough')
  expect(sink.told).toEqual([['sentTo', 'w-1'], ['lost', 0, false], ['lost', 1, false]])
  await turns(30)
  expect(sink.told).toHaveLength(3)
})

test('a cancel of what is not there does nothing', async () => {
  const scope = new WorkerScope({ worker: 'w-1' })
  const sink = new RecordingSink()
  const batch = batchOf([1], (n: number) => n)
  runBatch(scope, batch, sink)
  await sink.tells(2)
  scope.cancel(batch.id, [0], 'late')
  scope.cancel(12_345, [0, 1], 'unknown')
  expect(sink.told).toEqual([['sentTo', 'w-1'], ['fulfilled', 0, 1, 0]])
})
