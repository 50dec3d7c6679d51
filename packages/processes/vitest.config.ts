import { defineConfig } from 'vitest/config'
import { base } from '../../vitest.base.ts'

// The kit's rules do not assert with vitest.
export default defineConfig({ test: { ...base.test, expect: { requireAssertions: false } } })
