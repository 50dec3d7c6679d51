// How the pools of parmap are opened: the same for both packages, as they have the same interface.

import { importTask, type DefinedTask, type Executor, type MapOptions, type Task } from '@parmap/core'
import type { Pooled, Ways } from './contender.ts'

type Make = (options: { readonly workers: number; readonly concurrencyPerWorker: number }) => Executor

/** @param optionsOf what each run is given */
export const openOurs = (make: Make, optionsOf: (pooled: Pooled) => MapOptions<unknown> = () => ({})): Ways['pool'] => (pooled) => {
  const executor = make({ workers: pooled.workers, concurrencyPerWorker: pooled.perWorker ?? 1 })
  const loading = taskOf(pooled)
  const options = optionsOf(pooled)
  return async (items) => executor.map(await loading, items, options)
}

async function taskOf({ module, name, defined, data }: Pooled): Promise<Task<unknown, unknown>> {
  if (defined === undefined) return importTask(module, name)
  const exports = (await import(module)) as Readonly<Record<string, DefinedTask<unknown, unknown> & { with(data: unknown): Task<unknown, unknown> }>>
  return exports[defined]!.with(data)
}
