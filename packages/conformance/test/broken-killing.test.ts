import { BROKEN_KILLING } from './broken/killing.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_KILLING)
