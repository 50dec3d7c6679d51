// How the pools of parmap are opened: the same for both packages, as they have the same interface.

import { importTask, move, type DefinedTask, type Executor, type MapOptions, type Task } from '@parmap/core'
import { copyOf } from './by-hand.ts'
import type { Pooled, Ways } from './contender.ts'

type Make = (options: { readonly workers: number; readonly concurrencyPerWorker: number }) => Executor

/** @param optionsOf what each run is given */
export const openOurs = (make: Make, optionsOf: (pooled: Pooled) => MapOptions<unknown> = () => ({})): Ways['pool'] => (pooled) => {
  const executor = executorFor(make, pooled)
  const loading = taskOf(pooled)
  const options = optionsOf(pooled)
  return async (items) => executor.map(await loading, items, options)
}

/** Moves the items as they are read, so that no more copies are there than are on their way. */
export const openMoving = (make: Make): Ways['move'] => (pooled) => {
  const executor = executorFor(make, pooled)
  const task = importTask(pooled.module, pooled.moved)
  return (items) => executor.map(task, movedCopies(items))
}

/** @param map the one-shot, which closes what it opens */
export const openOnce = (map: Executor['map']): Ways['cold'] => (pooled) => {
  const loading = taskOf(pooled)
  return async (items) => map(await loading, items, { concurrency: pooled.workers })
}

/** A stream in input order. */
export const streamOurs = (make: Make): Ways['flow'] => async function* ({ pooled, items }) {
  yield* executorFor(make, pooled!).imap(await taskOf(pooled!), items)
}

function executorFor(make: Make, { workers, perWorker = 1 }: Pooled): Executor {
  return make({ workers, concurrencyPerWorker: perWorker })
}

async function taskOf({ module, name, defined, data }: Pooled): Promise<Task<unknown, unknown>> {
  if (defined === undefined) return importTask(module, name)
  const exports = (await import(module)) as Readonly<Record<string, DefinedTask<unknown, unknown> & { with(data: unknown): Task<unknown, unknown> }>>
  return exports[defined]!.with(data)
}

function* movedCopies(items: readonly unknown[]): Generator<Uint8Array, void, undefined> {
  for (const item of items) {
    const copy = copyOf(item)
    yield move(copy, [copy.buffer])
  }
}
