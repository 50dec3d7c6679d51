// Tests a program's own recovery on simulated workers that die: no waiting, no luck, the same again with the same seed.
//
//   $ node examples/crashing-worker.mjs
//   order 3 was paid after 2 attempts
//   6 charges for 6 orders
//   what died: crashWhile, loseOutcome

import { simulatedExecutor } from '@parmap/core/testing'

const executor = simulatedExecutor({
  seed: 1,
  workers: 2,
  slots: 1,
  faults: {
    crashWhile: ({ item, attempt }) => item === 3 && attempt === 1,
    loseOutcome: ({ item, attempt }) => item === 4 && attempt === 1, // it had paid, but nobody learnt of it
  },
})

// What is tested: a task that may run twice must not charge twice.
const paid = new Set()
let charges = 0
const pay = async (/** @type {number} */ order) => {
  await executor.clock.sleep(250) // no time at all
  if (!paid.has(order)) charges++
  paid.add(order)
}

const records = await executor.map(pay, [1, 2, 3, 4, 5, 6], { idempotent: true, errors: 'settle' })
console.log(`order 3 was paid after ${records[2]?.attempts} attempts`)
console.log(`${charges} charges for ${records.length} orders`)
console.log(`what died: ${executor.log.flatMap((event) => (event.what === 'died' ? [event.why] : [])).toSorted().join(', ')}`)
