// Mutation tests of the engine and of the worker side; see docs/mutation.md. Runs at the root of the repository, because
// tests of several packages are tried on the mutants.

import { fileURLToPath } from 'node:url'

export default {
  testRunner: 'vitest',
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
  vitest: { configFile: 'packages/core/stryker.vitest.ts', related: false },
  mutate: ['packages/core/src/{engine,worker}/*.ts'],
  ignorePatterns: ['**', '!tsconfig.base.json', '!packages/{core,async}/{dist,src,test}/**', '!packages/{core,async}/package.json', '!packages/core/stryker.vitest.ts'],
  tsconfigFile: 'none', // it would be read through a compiler API that TypeScript 7 does not have
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10_000,
  tempDirName: '.stryker',
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  reporters: ['clear-text', 'json', 'html'],
  jsonReporter: { fileName: '.stryker/report.json' },
  htmlReporter: { fileName: '.stryker/report.html' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
}
