import { fileURLToPath } from 'node:url'
import { Worker } from 'jest-worker'
import type { Open } from '../by-hand.ts'

const WORKER = fileURLToPath(new URL('../pool-workers/jest-worker.js', import.meta.url))

interface Methods {
  one(item: unknown): Promise<unknown>
  batch(items: unknown[]): Promise<unknown>
}

export const open: Open = (numWorkers, _perWorker, given) => {
  const pool = new Worker(WORKER, { numWorkers, exposedMethods: ['one', 'batch'], setupArgs: [given] }) as Worker & Methods
  return { one: (item) => pool.one(item), batch: (items) => pool.batch(items), close: () => pool.end() }
}
