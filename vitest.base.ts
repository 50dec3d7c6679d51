// What the tests of all packages have in common.

import { fileURLToPath } from 'node:url'
import type { ViteUserConfig } from 'vitest/config'

/** Extended by each package's `vitest.config.ts`. */
export const base = {
  test: {
    include: ['test/**/*.test.ts'],
    // Vitest would leave one core to itself, and a machine of two with one test file at a time.
    maxWorkers: '100%',
    // What is tested is what ships: packages are loaded from dist by Node itself, not rewritten by vite.
    server: { deps: { external: [/\/dist\//] } },
    // A limit that only a hang reaches, also on a slow and busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { requireAssertions: true },
    // The second and the third are for the end of `npm test`.
    reporters: ['default', 'json', fileURLToPath(new URL('scripts/failures-reporter.mjs', import.meta.url))],
    outputFile: { json: '.vitest/report.json' },
  },
} satisfies ViteUserConfig
