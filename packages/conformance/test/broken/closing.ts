// Executors that break the rules of facet 8.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_CLOSING: readonly BrokenExecutor[] = []
