import { BROKEN_DYING_ITEMS } from './broken/dying-items.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_DYING_ITEMS)
