// The event loop's executor keeps the rules.

import { asyncExecutor } from '@parmap/async'
import { conformance } from '@parmap/conformance'
import { describe, test } from 'vitest'

conformance({ describe, test, createExecutor: ({ workers, slots }) => asyncExecutor({ concurrency: workers * slots }) })
