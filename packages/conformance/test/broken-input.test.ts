import { BROKEN_INPUT } from './broken/input.ts'
import { testBroken } from './support/test-broken.ts'

testBroken(BROKEN_INPUT)
