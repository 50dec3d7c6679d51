// The signal of an item, which is made when the task looks at it: also late, after it was aborted.

import type { TaskContext } from '@parmap/core'
import { runBatch, WorkerScope } from '@parmap/core/worker'
import { expect, test } from 'vitest'
import { deferred } from './support/deferred.ts'
import { batchOf, RecordingSink } from './support/recording-sink.ts'

test.each([
  ['looked before', true],
  ['looks after', false],
])('an item that is told to stop twice has the first reason: one that %s', async (_when, isEarly) => {
  const scope = new WorkerScope({ worker: 'w-1' })
  const sink = new RecordingSink()
  const go = deferred()
  const task = async (_item: unknown, context: TaskContext): Promise<unknown> => {
    const early = isEarly ? context.signal : undefined
    await go.promise
    return (early ?? context.signal).reason
  }
  const batch = batchOf(['item'], task)
  runBatch(scope, batch, sink)
  scope.cancel(batch.id, [0], 'first')
  scope.cancel(batch.id, [0], 'second')
  go.resolve()
  await sink.tells(2)
  expect(sink.told).toEqual([['sentTo', 'w-1'], ['fulfilled', 0, 'first', 0]])
})
