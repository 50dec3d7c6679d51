import { fileURLToPath } from 'node:url'
import workerpool from 'workerpool'
import type { Open } from '../by-hand.ts'

const WORKER = fileURLToPath(new URL('../pool-workers/workerpool.js', import.meta.url))

export const open: Open = (workers, _perWorker, workerData) => {
  const pool = workerpool.pool(WORKER, { workerType: 'thread', minWorkers: workers, maxWorkers: workers, workerThreadOpts: { workerData } })
  return { one: (item) => pool.exec('one', [item]), batch: (items) => pool.exec('batch', [items]) }
}
