// Executors that break the rules of facet 12.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_NESTING: readonly BrokenExecutor[] = []
