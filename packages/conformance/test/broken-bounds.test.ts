import { BROKEN_BOUNDS } from './broken/bounds.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_BOUNDS)
