// The cost of handing results over one by one, each as soon as it is ready.

import { CONCURRENCY, prepareTiny, tinyCases } from '../tiny-items.ts'
import type { Workload } from '../workload.ts'

export const workload: Workload = {
  title: `stream of async no-ops as they are ready, concurrency ${CONCURRENCY}`,
  way: 'unordered',
  floor: 'generator-queue',
  cases: tinyCases(),
  prepare: (case_) => ({ ...prepareTiny(case_), placeOf: (result) => (result as number) - 1 }),
}
