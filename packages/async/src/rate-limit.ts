// A rate limit as the gate that every start passes. p-queue's strict mode counts in a sliding window, so that no
// stretch of time sees more starts than allowed, not even across the border of two intervals.

import type { Gate } from '@parmap/core/worker'
import type { RateLimit } from './options.ts'

/** A gate that opens at most `limit` times in any `interval` milliseconds. p-queue is loaded when it is first used. */
export function rateGate({ limit, interval }: RateLimit): Gate {
  const loaded = import('p-queue').then(({ default: PQueue }) => new PQueue({ intervalCap: limit, interval, strict: true }))
  return (open, signal) => {
    // What is withdrawn leaves the queue, where it would hold a place that others wait for.
    loaded.then((queue) => queue.add(async () => { open() }, { signal })).catch((error: unknown) => { if (!signal.aborted) throw error })
  }
}
