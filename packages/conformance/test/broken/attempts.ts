// Executors that break the rules of facet 5.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_ATTEMPTS: readonly BrokenExecutor[] = []
