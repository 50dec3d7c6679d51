// The worker of workerpool.

import { workerData } from 'node:worker_threads'
import { Transfer, worker } from 'workerpool'
import { buffersOf, loadTask, runBatch, type Given } from './pooled-task.ts'

const task = await loadTask(workerData as Given)

worker({
  one: task,
  batch: (items: readonly unknown[]) => runBatch(task, items),
  movedOne: async (item: unknown) => {
    const result = await task(item)
    return new Transfer(result as object, buffersOf([result]))
  },
  movedBatch: async (items: readonly unknown[]) => {
    const results = await runBatch(task, items)
    return new Transfer(results, buffersOf(results))
  },
})
