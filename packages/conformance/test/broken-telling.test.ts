import { BROKEN_TELLING } from './broken/telling.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_TELLING)
