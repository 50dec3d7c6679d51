// Random programs over every verb on simulated workers that die, lose outcomes and tell them twice, compared with a
// sequential reference. A failing one is printed as data, smallest first, with its seed and path.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import { play } from './play-program.ts'
import { randomProgram } from './random-program.ts'

// More for a long night: RANDOM_RUNS=100000. SEED replays what was printed; with RUN_PATH, too, only the smallest case.
const { RANDOM_RUNS = '10000', SEED, RUN_PATH } = process.env
const replay = { ...(SEED !== undefined && { seed: Number(SEED) }), ...(RUN_PATH !== undefined && { path: RUN_PATH }) }
const LIMIT_MS = 3_600_000

test('whatever befalls workers, random programs keep the rules', async () => {
  await fc.assert(fc.asyncProperty(randomProgram, async (program) => { judge(program, await play(program)) }), { numRuns: Number(RANDOM_RUNS), ...replay })
  expect.hasAssertions()
}, LIMIT_MS)
