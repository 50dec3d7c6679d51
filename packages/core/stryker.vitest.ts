// The tests that mutants are tried on. They import packages by name: here those names lead to the sources, which Stryker
// has copied to its sandbox, this file and the tests with them, and mutated.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Core's own tests first: they replace the clock, so they are quick, and the first that fails ends the trial of a mutant. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/async/') || moduleId.includes('random')
    return files.toSorted((a, b) => Number(isSlow(a)) - Number(isSlow(b)))
  }
}

export default defineConfig({
  root: source('../..'),
  resolve: {
    alias: [
      { find: /^@parmap\/core$/u, replacement: source('src/index.ts') },
      { find: /^@parmap\/core\/worker$/u, replacement: source('src/worker.ts') },
      { find: /^@parmap\/core\/testing$/u, replacement: source('src/testing.ts') },
      { find: /^@parmap\/async$/u, replacement: source('../async/src/index.ts') },
    ],
  },
  test: {
    include: ['packages/core/test/*.test.ts', 'packages/async/test/*.test.ts'],
    exclude: [
      // Not about the engine.
      'packages/core/test/{error,inline,portable,random}*.test.ts',
      'packages/async/test/{arguments,executor-arguments,index,tasks,two-copies}.test.ts',
      // They test what is in dist, in programs of their own.
      'packages/async/test/{host-process,memory,unhandled}.test.ts',
      // Real time, or very many items.
      'packages/async/test/{large,map,random,rate-limit,turns}.test.ts',
    ],
    // One thread for all of them: starting is what takes time.
    isolate: false,
    sequence: { sequencer: QuickFirst },
    // What takes longer hangs.
    testTimeout: 5_000,
    hookTimeout: 5_000,
    expect: { requireAssertions: true },
  },
})
