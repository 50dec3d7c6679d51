import { BROKEN_NESTING } from './broken/nesting.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_NESTING)
