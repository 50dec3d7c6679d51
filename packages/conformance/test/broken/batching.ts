// Executors that break the rules of facet 11.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_BATCHING: readonly BrokenExecutor[] = []
