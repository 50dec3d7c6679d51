import { BROKEN_ORDER } from './broken/order.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_ORDER)
