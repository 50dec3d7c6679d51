// Compares what was seen of a random program with the reference, rule by rule.

import type { SimulatedEvent, SimulatedItem } from '@parmap/core/testing'
import { expect } from 'vitest'
import { judgeEnd, judgeValues } from './judge-end.ts'
import { isEndedEarly, judgeBounds, judgeInput, judgeProgress } from './judge-run.ts'
import type { Program, RunCase } from './random-program.ts'
import { fatesOf, itemOf, keyOf, outcomesOf, type Expected } from './reference.ts'
import type { Played, Seen } from './seen.ts'

/** Throws where a program broke a rule. */
export function judge(program: Program, played: Played): void {
  const { runs, log, mostRunning, statsAtEnd, late, whilePaused, overtakings, overfillings } = played
  const most = Math.max(program.workers * program.slots, ...program.meddling.map(({ what }) => (typeof what === 'number' ? what : 0)))
  expect(mostRunning, 'never more than the concurrency at once').toBeLessThanOrEqual(most)
  expect({ late, whilePaused, overtakings, overfillings }, 'nothing is read or started after the end, while paused, or without a free slot; higher priorities come first').toEqual({ late: 0, whilePaused: 0, overtakings: 0, overfillings: 0 })
  expect(statsAtEnd, 'everything has stopped').toMatchObject({ running: 0, waiting: 0, detached: 0 })
  expect(suspectsInCompany(log), 'an item that was lost is sent again alone').toEqual([])
  for (const run of program.runs.keys()) judgeRun(program, run, runs[run]!, log)
}

/** Items that had been lost before, in batches of several, as far as the deaths of workers show. */
function suspectsInCompany(log: readonly SimulatedEvent[]): SimulatedItem[] {
  const { lost } = fatesOf(log)
  return log.flatMap((event) => {
    if (event.what !== 'died') return []
    const items = [...event.running, ...event.untold, ...event.hanging, ...event.unstarted, ...event.told]
    return items.filter(({ batch, item, attempt }) => lost.has(keyOf(item, attempt - 1)) && items.filter((other) => other.batch === batch).length > 1)
  })
}

function judgeRun(program: Program, run: number, seen: Seen, log: readonly SimulatedEvent[]): void {
  const one = program.runs[run]!
  const fates = fatesOf(log)
  const expected = outcomesOf(program, run, fates)
  judgeOutcomes(one, seen, expected)
  judgeStarts(run, seen, expected, fates.thrown)
  if (one.verb === 'submit') return
  judgeBounds(program, one, seen)
  judgeInput(one, seen)
  judgeProgress(one, seen, expected)
  judgeEnd(one, seen, expected, log)
  judgeValues(one, seen, expected)
}

function judgeOutcomes(one: RunCase, seen: Seen, expected: readonly Expected[]): void {
  if (!one.isHeard) return
  const told = seen.outcomes.map((outcome): Expected => {
    const { index, status, attempts } = outcome
    const code = outcome.status === 'rejected' ? outcome.reason.code : undefined
    // Of an item that was submitted and gave a value, the number of attempts is not told.
    return { index, status, code, attempts: one.verb === 'submit' && status !== 'rejected' ? expected[index]!.attempts : attempts }
  })
  const indexes = told.map(({ index }) => index)
  expect(told, 'the outcomes of their items').toEqual(indexes.map((index) => expected[index]))
  expect(new Set(indexes).size, 'exactly one outcome per item').toBe(told.length)
  if (!isEndedEarly(one, seen)) expect(told.length, 'every item has an outcome').toBe(one.items.length)
}

function judgeStarts(run: number, seen: Seen, expected: readonly Expected[], thrown: ReadonlySet<string>): void {
  const known = new Set(seen.starts.map(([index, attempt]) => keyOf(itemOf(run, index), attempt)))
  expect(known.size, 'no attempt is made twice').toBe(seen.starts.length)
  const wrong = seen.starts.filter(([index, attempt]) => {
    const before = keyOf(itemOf(run, index), attempt - 1)
    return attempt > expected[index]!.attempts || !(attempt === 1 || known.has(before) || thrown.has(before))
  })
  expect(wrong, 'attempts count from 1, and are no more than allowed').toEqual([])
}
