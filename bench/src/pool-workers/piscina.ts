// The worker of piscina.

import { workerData } from 'piscina'
import { loadTask, runBatch, type Given } from './pooled-task.ts'

const task = await loadTask(workerData as Given)

export const one = task

export const batch = (items: readonly unknown[]): Promise<unknown[]> => runBatch(task, items)
