import { BROKEN_STOPPING } from './broken/stopping.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_STOPPING)
