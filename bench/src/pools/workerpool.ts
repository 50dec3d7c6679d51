import { fileURLToPath } from 'node:url'
import workerpool from 'workerpool'
import type { MovingPool, Open } from '../by-hand.ts'

const WORKER = fileURLToPath(new URL('../pool-workers/workerpool.js', import.meta.url))

export const open: Open<MovingPool> = (workers, _perWorker, workerData) => {
  const pool = workerpool.pool(WORKER, { workerType: 'thread', minWorkers: workers, maxWorkers: workers, workerThreadOpts: { workerData } })
  return {
    one: (item) => pool.exec('one', [item]),
    batch: (items) => pool.exec('batch', [items]),
    moveOne: (item) => pool.exec('movedOne', [item], { transfer: [item.buffer] }),
    moveBatch: (items) => pool.exec('movedBatch', [items], { transfer: items.map(({ buffer }) => buffer) }),
    close: async () => pool.terminate(),
  }
}
