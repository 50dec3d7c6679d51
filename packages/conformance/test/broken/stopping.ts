// Executors that break the rules of facet 7.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_STOPPING: readonly BrokenExecutor[] = []
