// The worker of poolifier.

import { workerData } from 'node:worker_threads'
import { ThreadWorker } from 'poolifier'
import { loadTask, runBatch, type Given } from './pooled-task.ts'

const task = await loadTask(workerData as Given)

// It awaits what an `async` function gives, and nothing else.
export default new ThreadWorker({
  one: async (item?: unknown) => task(item),
  batch: async (items?: unknown) => runBatch(task, items as readonly unknown[]),
})
