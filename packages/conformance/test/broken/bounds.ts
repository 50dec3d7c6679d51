// Executors that break the rules of facet 3.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_BOUNDS: readonly BrokenExecutor[] = []
