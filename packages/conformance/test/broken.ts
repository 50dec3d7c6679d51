// All executors that break rules, by facet.

import { BROKEN_ATTEMPTS } from './broken/attempts.ts'
import { BROKEN_BATCHING } from './broken/batching.ts'
import { BROKEN_BOUNDS } from './broken/bounds.ts'
import { BROKEN_CLOSING } from './broken/closing.ts'
import { BROKEN_DYING_ITEMS } from './broken/dying-items.ts'
import { BROKEN_INPUT } from './broken/input.ts'
import { BROKEN_KILLING } from './broken/killing.ts'
import { BROKEN_LOST_WORKERS } from './broken/lost-workers.ts'
import { BROKEN_NESTING } from './broken/nesting.ts'
import { BROKEN_ONE_OUTCOME } from './broken/one-outcome.ts'
import { BROKEN_ORDER } from './broken/order.ts'
import { BROKEN_STOPPING } from './broken/stopping.ts'
import { BROKEN_TELLING } from './broken/telling.ts'
import { BROKEN_VALUES } from './broken/values.ts'
import type { BrokenExecutor } from './broken/broken-executor.ts'

export const BROKEN: readonly BrokenExecutor[] = [
  ...BROKEN_ORDER,
  ...BROKEN_INPUT,
  ...BROKEN_BOUNDS,
  ...BROKEN_ONE_OUTCOME,
  ...BROKEN_DYING_ITEMS,
  ...BROKEN_ATTEMPTS,
  ...BROKEN_LOST_WORKERS,
  ...BROKEN_STOPPING,
  ...BROKEN_KILLING,
  ...BROKEN_CLOSING,
  ...BROKEN_TELLING,
  ...BROKEN_VALUES,
  ...BROKEN_BATCHING,
  ...BROKEN_NESTING,
]
