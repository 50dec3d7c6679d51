// Executors that break the rules of facet 4.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_ONE_OUTCOME: readonly BrokenExecutor[] = []
