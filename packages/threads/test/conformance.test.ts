// Worker threads keep all rules.

import { conformance } from '@parmap/conformance'
import { threadExecutor } from '@parmap/threads'
import { describe, test } from 'vitest'

conformance({ describe, test, createExecutor: ({ workers, slots }) => threadExecutor({ workers, concurrencyPerWorker: slots, resourceLimits: { maxOldGenerationSizeMb: 32 } }) })
