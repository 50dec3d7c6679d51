import { fileURLToPath } from 'node:url'
import { FixedThreadPool } from 'poolifier'
import type { Open } from '../by-hand.ts'

const WORKER = fileURLToPath(new URL('../pool-workers/poolifier.js', import.meta.url))

export const open: Open = (workers, _perWorker, workerData) => {
  const pool = new FixedThreadPool(workers, WORKER, { workerOptions: { workerData } })
  return { one: (item) => pool.execute(item, 'one'), batch: (items) => pool.execute(items, 'batch') }
}
