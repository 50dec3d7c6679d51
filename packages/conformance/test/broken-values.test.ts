import { BROKEN_VALUES } from './broken/values.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_VALUES)
