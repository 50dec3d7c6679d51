// Random programs over every verb, compared with a sequential reference: values, order, bounds, outcomes, attempts, calls
// of return(). A failing program is printed as data, smallest first, with the seed that finds it again.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { play } from './support/play-case.ts'
import { judge } from './support/judge.ts'
import { randomCase } from './support/random-case.ts'
import { outcomesOf } from './support/reference.ts'

// More for a long night: RANDOM_RUNS=100000. SEED replays what was printed.
const { RANDOM_RUNS = '600', SEED } = process.env

test('random programs keep the rules', async () => {
  const seed = SEED === undefined ? {} : { seed: Number(SEED) }
  await fc.assert(fc.asyncProperty(randomCase, async (program) => { judge(program, await play(program)) }), { numRuns: Number(RANDOM_RUNS), ...seed })
  expect(true).toBe(true)
})

test('the programs reach what they are about', () => {
  const runs = fc.sample(randomCase, { numRuns: 500, seed: 1 }).flatMap((program) => program.runs)
  const statuses = new Set(runs.flatMap((one) => outcomesOf(one)).map(({ status, attempts }) => `${status} after ${attempts}`))
  for (const status of ['fulfilled after 1', 'fulfilled after 3', 'rejected after 0', 'rejected after 1', 'rejected after 3', 'skipped after 1']) expect(statuses).toContain(status)
  for (const by of ['nothing', 'abort', 'reader', 'callback']) expect(new Set(runs.map(({ end }) => end.by))).toContain(by)
})
