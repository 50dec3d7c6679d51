// The worker of jest-worker.

import { loadTask, runBatch, type Given } from './pooled-task.ts'

let task: Awaited<ReturnType<typeof loadTask>>

export async function setup(given: Given): Promise<void> {
  task = await loadTask(given)
}

export const one = (item: unknown): unknown => task(item)

export const batch = (items: readonly unknown[]): Promise<unknown[]> => runBatch(task, items)
