// Executors that break the rules of facet 6.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_LOST_WORKERS: readonly BrokenExecutor[] = []
