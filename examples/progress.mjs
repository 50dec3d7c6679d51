// Tells what became of each item the moment it ends, and how far the run is.
//
//   $ node examples/progress.mjs
//   a: fulfilled
//   b: rejected, PARMAP_TASK_FAILED: Item 1 failed: no b
//   c: fulfilled
//   2 completed, 1 failed of 3

import { asyncExecutor } from '@parmap/async'

const names = ['a', 'b', 'c']
/** @type {import('@parmap/async').Progress | undefined} */
let last

await asyncExecutor({ concurrency: 1 }).map(
  async (name) => {
    if (name === 'b') throw new Error('no b')
  },
  names,
  {
    errors: 'settle',
    onOutcome: (outcome) => {
      const reason = outcome.status === 'rejected' ? `, ${outcome.reason.code}: ${outcome.reason.message}` : ''
      console.log(`${names[outcome.index]}: ${outcome.status}${reason}`)
    },
    // At most ten times a second, and always once at the end.
    onProgress: (progress) => { last = progress },
  },
)
console.log(`${last?.completed} completed, ${last?.failed} failed of ${last?.total}`)
