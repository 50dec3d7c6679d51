// Plays so many random programs, and judges each. A failing one is printed as data, the smallest that could be found, with
// its seed and path.

import fc from 'fast-check'
import { judge } from './judge.ts'
import { play } from './play-program.ts'
import type { Program } from './random-program.ts'

// More for a long night: RANDOM_RUNS=100000. SEED replays what was printed; with RUN_PATH, too, only the smallest case.
const { RANDOM_RUNS = '10000', SEED, RUN_PATH, SHRINK } = process.env
const replay = { ...(SEED !== undefined && { seed: Number(SEED) }), ...(RUN_PATH !== undefined && { path: RUN_PATH }), endOnFailure: SHRINK === 'no' }

/** For a test that takes as long as it is told to. */
export const LIMIT_MS = 3_600_000

/** @param share of all random runs */
export async function checkPrograms(programs: fc.Arbitrary<Program>, share: number): Promise<void> {
  await fc.assert(fc.asyncProperty(programs, async (program) => { judge(program, await play(program)) }), { numRuns: Number(RANDOM_RUNS) * share, ...replay })
}
