// The backends that a run can have, and how many items each takes at once. Loads the one that is asked for, and no other.

import type { Executor } from '@parmap/core'
import type { PoolShape } from '@parmap/core/pool'
import type { Jobs } from './options/values.ts'
import { TEXT_MODULE } from './worker/text-module.ts'
import type { UserTask } from './worker/user-task.ts'

/** The names of all backends; the first is the default. */
export const BACKENDS = ['threads', 'processes', 'async'] as const
/** Where items run. */
export type BackendName = (typeof BACKENDS)[number]

/** What is known of a run before its backend is loaded. */
export interface Shape {
  readonly backend: BackendName
  /** Items at once; undefined: as many as suits the backend. */
  readonly jobs: Jobs | undefined
  /** Threads or processes; undefined: as many as there are cores. */
  readonly workers: number | undefined
  /** Milliseconds that what is stopped may take to end by itself. */
  readonly killAfter: number
}

/** A backend in use. */
export interface Opened {
  readonly executor: Executor
  /** Items at once that the user asked for; undefined: as many as the executor takes. */
  readonly concurrency: number | undefined
  /**
   * Loads a task where it will run. Rejects with what is wrong with it.
   * @param items how many there are at most
   */
  readonly load: (task: UserTask, items: number) => Promise<void>
}

/** Items at once on the event loop: most wait for a network. */
export const JOBS = 100
/** Items at once in each worker: room for those that wait, and for those that compute no more than a queue. */
export const JOBS_PER_WORKER = 16
/** What a task loads may be large, and whoever looks on can end it. */
const START_TIMEOUT_MS = 600_000

/**
 * Makes an executor. Its workers start with the first thing that it is given.
 * @param startTimeout milliseconds that a worker may take to start and to load its task
 */
export async function openBackend(shape: Shape, startTimeout: number = START_TIMEOUT_MS): Promise<Opened> {
  if (shape.backend === 'async') return openAsync((await itemsAtOnce(shape.jobs)) ?? JOBS)
  const making = shape.backend === 'threads' ? threadsMaker() : processesMaker()
  const [make, { importTask }, concurrency] = await Promise.all([making, import('@parmap/core'), itemsAtOnce(shape.jobs)])
  const pool = await workersFor(concurrency, shape.workers)
  const executor = make({ ...pool, startTimeout, idleTimeout: Infinity, killGrace: shape.killAfter }) // a task may wait long for its next item
  const check = importTask<typeof import('./worker/text-task.ts').check>(TEXT_MODULE, 'check')
  // In all workers that items will need: to one that came later, a busy one could give nothing back while its first item computes.
  const load = async (task: UserTask, items: number): Promise<void> => {
    await Promise.all(Array.from({ length: Math.min(pool.workers, Math.max(1, items)) }, () => executor.submit(check, task)))
  }
  return { executor, concurrency, load }
}

async function openAsync(concurrency: number): Promise<Opened> {
  const [{ asyncExecutor }, { findTask }] = await Promise.all([import('@parmap/async'), import('./worker/find-task.ts')])
  // Not by the executor: that would hold the process where the module waits for something that never comes.
  return { executor: asyncExecutor({ concurrency }), concurrency, load: async (task) => { await findTask(task) } }
}

type Options = PoolShape & Readonly<Record<'startTimeout' | 'idleTimeout' | 'killGrace', number>>

type Maker = (options: Options) => Executor

async function threadsMaker(): Promise<Maker> {
  const [{ threadExecutor }, preload] = await Promise.all([import('@parmap/threads'), import('./preloads.ts').then(({ preloads }) => preloads())])
  return (options) => threadExecutor({ ...options, preload })
}

async function processesMaker(): Promise<Maker> {
  const { processExecutor } = await import('@parmap/processes')
  return processExecutor
}

/** The number of a share of the cores, one at least. */
export async function itemsAtOnce(jobs: Jobs | undefined): Promise<number | undefined> {
  if (jobs === undefined || 'items' in jobs) return jobs?.items
  const { availableCores } = await import('@parmap/core/pool')
  return Math.max(1, Math.round((availableCores() * jobs.percent) / 100))
}

/** How many workers, and how many items in each, make that many items at once. */
async function workersFor(items: number | undefined, workers: number | undefined): Promise<PoolShape> {
  const { availableCores, poolShape } = await import('@parmap/core/pool')
  const most = workers ?? availableCores()
  return items === undefined ? { workers: most, concurrencyPerWorker: JOBS_PER_WORKER } : poolShape(items, most)
}
