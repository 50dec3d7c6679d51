import { fileURLToPath } from 'node:url'
import { FixedThreadPool } from 'poolifier'
import type { MovingPool, Open } from '../by-hand.ts'

const WORKER = fileURLToPath(new URL('../pool-workers/poolifier.js', import.meta.url))

export const open: Open<MovingPool> = (workers, _perWorker, workerData) => {
  const pool = new FixedThreadPool(workers, WORKER, { workerOptions: { workerData } })
  return {
    one: (item) => pool.execute(item, 'one'),
    batch: (items) => pool.execute(items, 'batch'),
    // Its workers cannot transfer what they give back.
    moveOne: (item) => pool.execute(item, 'one', undefined, [item.buffer]),
    moveBatch: (items) => pool.execute(items, 'batch', undefined, items.map(({ buffer }) => buffer)),
    close: () => pool.destroy(),
  }
}
