import { BROKEN_ATTEMPTS } from './broken/attempts.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_ATTEMPTS)
