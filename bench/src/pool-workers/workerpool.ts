// The worker of workerpool.

import { workerData } from 'node:worker_threads'
import { worker } from 'workerpool'
import { loadTask, runBatch, type Given } from './pooled-task.ts'

const task = await loadTask(workerData as Given)

worker({ one: task, batch: (items: readonly unknown[]) => runBatch(task, items) })
