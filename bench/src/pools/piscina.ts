import { Piscina } from 'piscina'
import type { MovingPool, Open } from '../by-hand.ts'
import type { Given } from '../pool-workers/pooled-task.ts'
import type { Ways } from '../contender.ts'

const make = (entry: string, workers: number, perWorker: number, workerData: unknown): Piscina => new Piscina({
  filename: new URL(`../pool-workers/${entry}.js`, import.meta.url).href,
  minThreads: workers,
  maxThreads: workers,
  concurrentTasksPerWorker: perWorker,
  workerData,
})

export const open: Open<MovingPool> = (workers, perWorker, given) => {
  const pool = make('piscina', workers, perWorker, given)
  return {
    one: (item) => pool.run(item, { name: 'one' }),
    batch: (items) => pool.run(items, { name: 'batch' }),
    moveOne: (item) => pool.run(item, { name: 'movedOne', transferList: [item.buffer] }),
    moveBatch: (items) => pool.run(items, { name: 'movedBatch', transferList: items.map(({ buffer }) => buffer) }),
    close: () => pool.close(),
  }
}

/** With a state of its own, and the data for it, in each message. */
export const openNaively: Ways['pool'] = ({ workers, perWorker = 1, module, name, setup, data }) => {
  if (setup === undefined) throw new Error('there is no state to be naive about')
  const pool = make('piscina-naive', workers, perWorker, undefined)
  return (items) => Promise.all(items.map((item) => pool.run({ given: { module, name, setup, data } satisfies Given, item })))
}
