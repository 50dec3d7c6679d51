// All rules, as docs/contract.md has them.

import { attempts } from './facets/attempts.ts'
import { batching } from './facets/batching.ts'
import { bounds } from './facets/bounds.ts'
import { closing } from './facets/closing.ts'
import { input } from './facets/input.ts'
import { lostWorkers } from './facets/lost-workers.ts'
import { nesting } from './facets/nesting.ts'
import { oneOutcome } from './facets/one-outcome.ts'
import { order } from './facets/order.ts'
import { stopping } from './facets/stopping.ts'
import { telling } from './facets/telling.ts'
import { values } from './facets/values.ts'
import type { Facet } from './rule.ts'

export const FACETS: readonly Facet[] = [order, input, bounds, oneOutcome, attempts, lostWorkers, stopping, closing, telling, values, batching, nesting]
