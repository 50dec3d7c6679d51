// The modules of tasks, and what is made of them in a process.

import { modulesSuite } from '../../core/test/support/modules-suite.ts'
import { WORKERS } from './support/workers.ts'

modulesSuite(WORKERS)
