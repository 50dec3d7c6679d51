// Executors that break the rules of facet 2.

import type { BrokenExecutor } from './broken-executor.ts'

export const BROKEN_INPUT: readonly BrokenExecutor[] = []
