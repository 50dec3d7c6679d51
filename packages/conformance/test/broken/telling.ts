// Executors that break the rules of facet 9.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_TELLING: readonly BrokenExecutor[] = []
