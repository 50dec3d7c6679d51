// What cannot be sent is the failure of one item: its thread lives, and the rest goes on.

import { badValuesSuite } from '../../core/test/support/bad-values-suite.ts'
import { WORKERS } from './support/workers.ts'

badValuesSuite(WORKERS)
