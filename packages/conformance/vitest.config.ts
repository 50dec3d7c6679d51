import { defineConfig } from 'vitest/config'
import { base } from '../../vitest.base.ts'

// Most of the time goes by in waiting for what broken executors never do, so more files than cores are run at once.
// The kit's tests do not assert with vitest: that a test of a rule can fail is shown by the executors that break it.
export default defineConfig({ test: { ...base.test, expect: { requireAssertions: false }, maxWorkers: 4, globalSetup: './test/support/page-backend-setup.ts' } })
