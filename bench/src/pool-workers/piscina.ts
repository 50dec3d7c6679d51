// The worker of piscina.

import { move, transferableSymbol, valueSymbol, workerData } from 'piscina'
import { buffersOf, loadTask, runBatch, type Given } from './pooled-task.ts'

const task = await loadTask(workerData as Given)

export const one = task

export const batch = (items: readonly unknown[]): Promise<unknown[]> => runBatch(task, items)

export const movedOne = async (item: unknown): Promise<unknown> => move((await task(item)) as Uint8Array)

export const movedBatch = async (items: readonly unknown[]): Promise<unknown> => {
  const results = await runBatch(task, items)
  return move({ [transferableSymbol]: buffersOf(results), [valueSymbol]: results })
}
