// The worker of tinypool, whose child processes have no `workerData`: each message says what the task is.

import { loadTask, runBatch, type Given } from './pooled-task.ts'

let loading: ReturnType<typeof loadTask> | undefined

/** What a message holds. */
export interface Call {
  readonly given: Given
  readonly items: readonly unknown[]
}

export const one = async ({ given, items }: Call): Promise<unknown> => (await (loading ??= loadTask(given)))(items[0])

export const batch = async ({ given, items }: Call): Promise<unknown[]> => runBatch(await (loading ??= loadTask(given)), items)
