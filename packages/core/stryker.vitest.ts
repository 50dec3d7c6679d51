// The tests that mutants are tried on. They import packages by name: here those names lead to the sources, which Stryker
// has copied to its sandbox, this file and the tests with them, and mutated.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * Core's own tests first: they replace the clock, so they are quick, and the first that fails ends the trial of a mutant.
 * Random programs last: they reach every mutant, and take their two seconds with each.
 */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => (moduleId.includes('/random-') ? 2 : moduleId.includes('/async/') ? 1 : 0)
    return files.toSorted((a, b) => rank(a) - rank(b))
  }
}

// A mutant that survives costs the time of every test that reaches it. Those that take long, for real time or very many
// items, are left to a second trial, of what has survived the first: KILLERS=all. They must not be in the first for another
// reason, too: where other programs want the processor they take longer than a hang may, and would kill what is no fault.
const isThorough = process.env['KILLERS'] === 'all'
const SLOW = [
  'running for long', 'ten thousand', 'hundred thousand', 'thousands of', 'thousand parents', 'all items run at once', 'runs come and go', 'awaited inside a task', 'told of the item last', 'run in doubt does not',
  'waits? a second', 'waited for a second', 'waits for it is torn down', 'ends after close', 'waits for a teardown', 'never answers', 'programs reach', 'same program',
]
// What takes longer hangs: many times what the slowest of them needs alone.
const HANG_MS = isThorough ? 60_000 : 5_000

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
    include: ['packages/core/test/**/*.test.ts', 'packages/async/test/*.test.ts'],
    ...(!isThorough && { testNamePattern: new RegExp(`^(?!.*(?:${SLOW.join('|')}))`, 'u') }),
    // The same programs for each mutant; the first that fails will do, however large.
    env: { RANDOM_RUNS: isThorough ? '1000' : '200', SEED: '1', SHRINK: 'no' },
    exclude: [
      // Not about the engine.
      'packages/core/test/{error,inline,portable}*.test.ts',
      'packages/async/test/{arguments,executor-arguments,index,tasks,two-copies}.test.ts',
      // They test what is in dist, in programs of their own.
      'packages/async/test/{host-process,memory,unhandled}.test.ts',
      // Real time, or very many items.
      'packages/async/test/{large,map,random,rate-limit,turns}.test.ts',
    ],
    // One thread for all of them: starting is what takes time.
    isolate: false,
    sequence: { sequencer: QuickFirst },
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    expect: { requireAssertions: true },
  },
})
