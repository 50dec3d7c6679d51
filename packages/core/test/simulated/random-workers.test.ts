// Random programs over every verb on simulated threads and processes that die, lose outcomes and tell them twice, compared
// with a sequential reference.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPrograms, LIMIT_MS } from './check-programs.ts'
import { play } from './play-program.ts'
import { randomProgram, type Program } from './random-program.ts'

const programs = randomProgram('thread', 'process')

test('whatever befalls workers, random programs keep the rules', async () => {
  await checkPrograms(programs, 0.6)
  expect.hasAssertions()
}, LIMIT_MS)

/** Workers of one slot, and lists that are read in batches: then one batch waits for the slot of another. */
const inBatches = programs.map((program): Program => ({
  ...program,
  slots: 1,
  meddling: program.meddling.filter(({ what }) => typeof what !== 'number' || what <= program.workers),
  runs: program.runs.map((run) => ({ ...run, input: 'array', inputFails: false, batchSize: run.batchSize === 'auto' ? 3 : Math.max(2, run.batchSize) })),
}))

test('with batches that wait for the slots of others, too', async () => {
  await checkPrograms(inBatches, 0.2)
  expect.hasAssertions()
}, LIMIT_MS)

test('the programs reach what they are about', async () => {
  const played = []
  for (const program of fc.sample(programs, { numRuns: 300, seed: 1 })) played.push(await play(program))
  const deaths = played.flatMap(({ log }) => log).flatMap((event) => (event.what === 'died' ? [event] : []))
  expect([...new Set(deaths.map(({ why }) => why))].toSorted()).toEqual(['crash', 'crashAfter', 'crashBefore', 'crashWhile', 'failStart', 'kill', 'loseOutcome', 'terminate'])
  const lists = ['running', 'untold', 'hanging', 'unstarted', 'told'] as const
  expect(lists.filter((list) => deaths.some((death) => death[list].length > 0))).toEqual(lists)
  const outcomes = played.flatMap(({ runs }) => runs).flatMap(({ outcomes: told }) => told)
  const codes = outcomes.map((outcome) => `${outcome.status === 'rejected' ? outcome.reason.code : outcome.status} after ${outcome.attempts}`)
  expect(codes).toEqual(expect.arrayContaining(['fulfilled after 1', 'fulfilled after 4', 'skipped after 1', 'PARMAP_TASK_FAILED after 0', 'PARMAP_TASK_FAILED after 3', 'PARMAP_TIMEOUT after 1', 'PARMAP_TIMEOUT after 3', 'PARMAP_WORKER_LOST after 1', 'PARMAP_WORKER_LOST after 3', 'PARMAP_UNSERIALIZABLE after 1']))
})

test('the same program does the same again', async () => {
  const seen = async (): Promise<string> => {
    const played = []
    for (const program of fc.sample(programs, { numRuns: 50, seed: 2 })) {
      const { log, runs } = await play(program)
      played.push({ log, starts: runs.map(({ starts }) => starts), values: runs.map(({ values }) => values), progress: runs.map(({ progress }) => progress) })
    }
    return JSON.stringify(played)
  }
  expect(await seen()).toBe(await seen())
})
