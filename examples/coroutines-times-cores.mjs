// Waits for many things at once on several cores: 500 items in each of 2 threads, where one event loop would have to do
// what each item computes one after the other.
//
//   $ node examples/coroutines-times-cores.mjs
//   1000 items by thread-1 and thread-2

import { setTimeout as wait } from 'node:timers/promises'
import { defineTask, isWorker, threadExecutor } from '@parmap/threads'

export const visit = defineTask(import.meta.url, 'visit', async (/** @type {number} */ n, { worker }) => {
  await wait(50) // a request, and then what is done with the answer
  return { n, worker }
})

if (!isWorker) {
  const executor = threadExecutor({ workers: 2, concurrencyPerWorker: 500 })
  const visits = await executor.map(visit, Array.from({ length: 1_000 }, (_, n) => n))
  const workers = new Set(visits.map(({ worker }) => worker))
  console.log(`${visits.length} items by ${[...workers].toSorted().join(' and ')}`)
  await executor.close()
}
