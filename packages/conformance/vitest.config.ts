import { defineConfig } from 'vitest/config'
import { base } from '../../vitest.base.ts'

// The kit's tests do not assert with vitest: that a test of a rule can fail is shown by the executors that break it.
export default defineConfig({ test: { ...base.test, expect: { requireAssertions: false }, globalSetup: './test/support/page-backend-setup.ts' } })
