// This backend, for the suites that both backends with workers of their own must pass.

import { threadExecutor } from '@parmap/threads'
import type { Workers } from '../../../core/test/support/workers.ts'

export const WORKERS: Workers = { kind: 'threads', packageName: '@parmap/threads', maker: 'threadExecutor', home: new URL('../../', import.meta.url), make: threadExecutor }
