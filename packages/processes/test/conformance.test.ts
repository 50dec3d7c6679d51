// Child processes keep all rules.

import { conformance } from '@parmap/conformance'
import { processExecutor } from '@parmap/processes'
import { describe, test } from 'vitest'

conformance({ describe, test, createExecutor: ({ workers, slots }) => processExecutor({ workers, concurrencyPerWorker: slots, execArgv: ['--max-old-space-size=32'] }) })
