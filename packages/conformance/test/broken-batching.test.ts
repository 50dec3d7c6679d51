import { BROKEN_BATCHING } from './broken/batching.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_BATCHING)
