import { BROKEN_LOST_WORKERS } from './broken/lost-workers.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_LOST_WORKERS)
