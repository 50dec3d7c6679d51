// Stops a run from outside: what runs is told through its signal, what waits never starts, and the reason given is the
// reason received. `idle` tells when all has stopped.
//
//   $ node examples/stop-a-run.mjs
//   enough
//   started 2 of 1000, told 2

import { setTimeout } from 'node:timers/promises'
import { asyncExecutor } from '@parmap/async'

let started = 0
let told = 0
const controller = new AbortController()
const executor = asyncExecutor({ concurrency: 2 })

/** @param {number} item @param {{ signal: AbortSignal }} context */
async function work(item, { signal }) {
  started++
  if (started === 2) controller.abort('enough')
  await setTimeout(60_000, item, { signal }).catch(() => told++)
}

await executor.map(work, Array.from({ length: 1000 }, (_, index) => index), { signal: controller.signal }).catch((reason) => console.log(reason))
await executor.idle()
console.log(`started ${started} of 1000, told ${told}`)
