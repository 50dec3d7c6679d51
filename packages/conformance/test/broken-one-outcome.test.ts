import { BROKEN_ONE_OUTCOME } from './broken/one-outcome.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_ONE_OUTCOME)
