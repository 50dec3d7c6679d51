// Executors that break the rules of facet 10.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_VALUES: readonly BrokenExecutor[] = []
