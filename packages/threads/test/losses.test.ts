// When the end of a thread is an item's failure, and when it ends the run.

import { lossesSuite } from '../../core/test/support/losses-suite.ts'
import { WORKERS } from './support/workers.ts'

lossesSuite(WORKERS)
