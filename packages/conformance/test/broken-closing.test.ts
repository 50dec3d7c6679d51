import { BROKEN_CLOSING } from './broken/closing.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_CLOSING)
