// The simulated backend keeps the rules, whatever it pretends to be.

import { conformance } from '@parmap/conformance'
import type { Executor } from '@parmap/core'
import { simulatedExecutor, virtualClock, type SimulatedIsolation } from '@parmap/core/testing'
import { describe, test } from 'vitest'

const tasks = new URL('./fixtures/simulated-tasks.mjs', import.meta.url)

describe.each<SimulatedIsolation>(['none', 'thread', 'process'])('isolation %s', (isolation) => {
  const clock = virtualClock({ auto: true })
  conformance({ describe, test, tasks, clock, createExecutor: ({ workers, slots }) => simulatedExecutor({ seed: 1, clock, workers, slots, isolation }) as Executor })
})
