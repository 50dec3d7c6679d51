// This backend, for the suites that both backends with workers of their own must pass.

import { processExecutor } from '@parmap/processes'
import type { Workers } from '../../../core/test/support/workers.ts'

export const WORKERS: Workers = { kind: 'processes', packageName: '@parmap/processes', maker: 'processExecutor', home: new URL('../../', import.meta.url), make: processExecutor }
