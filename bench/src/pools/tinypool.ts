import { Tinypool } from 'tinypool'
import type { Open } from '../by-hand.ts'
import type { Call } from '../pool-workers/tinypool.ts'

const WORKER = new URL('../pool-workers/tinypool.js', import.meta.url).href

export const open: Open = (workers, perWorker, given) => {
  const pool = new Tinypool({ runtime: 'child_process', serialization: 'advanced', filename: WORKER, minThreads: workers, maxThreads: workers, concurrentTasksPerWorker: perWorker })
  const run = (name: string, items: unknown[]): PromiseLike<unknown> => pool.run({ given, items } satisfies Call, { name })
  return { one: (item) => run('one', [item]), batch: (items) => run('batch', items), close: () => pool.destroy() }
}
