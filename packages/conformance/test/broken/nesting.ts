// Executors that break the rules of facet 12.

import { asyncExecutor } from '@parmap/async'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Batch, Sink } from '@parmap/core'
import { altered, LocalBackend, on, type BrokenExecutor } from './broken-executor.ts'

/** Does not follow which item calls. */
class Unfollowed extends LocalBackend {
  override readonly capabilities = { ...new LocalBackend({ workers: 1, slots: 1 }).capabilities, isolation: 'thread' as const }
  override dispatch(batch: Batch, sink: Sink): void { super.dispatch({ ...batch, follow: undefined }, sink) }
}

/** On an executor that takes itself for one without workers apart, so that the kit asks it for nesting. */
const unfollowed: BrokenExecutor['createExecutor'] = altered((executor) => ({ capabilities: { ...executor.capabilities, isolation: 'none' } }), on(Unfollowed))

/** Nested runs have an executor of their own. */
const twoExecutors: BrokenExecutor['createExecutor'] = altered((executor) => {
  const inside = new AsyncLocalStorage<boolean>()
  return { map: (task: (item: unknown, context: unknown) => unknown, items: never, options: never) => {
    if (typeof task !== 'function') return executor.map(task, items, options)
    if (inside.getStore() === true) return asyncExecutor({ concurrency: 100 }).map(task, items, options)
    return executor.map((item: unknown, context: unknown) => inside.run(true, () => task(item, context)), items, options)
  } }
})

export const BROKEN_NESTING: readonly BrokenExecutor[] = [
  { breaks: '12.1', what: 'does not know which run was started by which item', createExecutor: unfollowed },
  { breaks: '12.2', what: 'gives nested runs slots of their own', createExecutor: twoExecutors },
]
