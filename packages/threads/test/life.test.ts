// How long a thread lives, and how long it lets its host live.

import { lifeSuite } from '../../core/test/support/life-suite.ts'
import { WORKERS } from './support/workers.ts'

lifeSuite(WORKERS)
