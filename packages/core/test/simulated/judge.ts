// Compares what was seen of a random program with the reference, rule by rule.

import { TaskError, type Settled } from '@parmap/core'
import type { SimulatedEvent } from '@parmap/core/testing'
import { expect } from 'vitest'
import { judgeBounds, judgeInput, judgeProgress } from './judge-run.ts'
import { ABORTED, CALLBACK_FAILED } from './play-run.ts'
import { TERMINATED } from './play-program.ts'
import type { Program, RunCase } from './random-program.ts'
import { fatesOf, outcomesOf, type Expected } from './reference.ts'
import type { Played, Seen } from './seen.ts'
import { INPUT_FAILED } from './watched-items.ts'

/** Throws where a program broke a rule. */
export function judge(program: Program, played: Played): void {
  const { runs, log, mostRunning, statsAtEnd, late, whilePaused, overtakings } = played
  const most = Math.max(program.workers * program.slots, ...program.meddling.map(({ what }) => (typeof what === 'number' ? what : 0)))
  expect(mostRunning, 'never more than the concurrency at once').toBeLessThanOrEqual(most)
  expect(late, 'nothing is read or started after the end').toBe(0)
  expect(whilePaused, 'nothing is started while paused').toBe(0)
  expect(overtakings, 'higher priorities come first').toBe(0)
  expect(statsAtEnd, 'everything has stopped').toMatchObject({ running: 0, waiting: 0, detached: 0 })
  for (const run of program.runs.keys()) judgeRun(program, run, runs[run]!, log)
}

function judgeRun(program: Program, run: number, seen: Seen, log: readonly SimulatedEvent[]): void {
  const one = program.runs[run]!
  const fates = fatesOf(log)
  const expected = outcomesOf(program, run, fates)
  judgeOutcomes(one, seen, expected)
  judgeStarts(run, seen, expected, fates.thrown)
  if (one.verb === 'submit') return
  judgeBounds(program, one, seen)
  judgeInput(one, seen, isEndedEarly(one, seen))
  judgeProgress(seen)
  judgeEnd(one, seen, expected, log)
  judgeValues(one, seen, expected)
}

function judgeOutcomes(one: RunCase, seen: Seen, expected: readonly Expected[]): void {
  const told = seen.outcomes.map(({ index }) => index)
  expect(new Set(told).size, 'exactly one outcome per item').toBe(told.length)
  for (const outcome of seen.outcomes) {
    const { index, status, attempts } = outcome
    const code = outcome.status === 'rejected' ? outcome.reason.code : undefined
    // Of an item that was submitted and gave a value, the number of attempts is not told.
    expect({ index, status, code, attempts: one.verb === 'submit' && status !== 'rejected' ? expected[index]!.attempts : attempts }, 'the outcome of its item').toEqual(expected[index])
  }
  if (!isEndedEarly(one, seen)) expect(told.toSorted((a, b) => a - b), 'every item has an outcome').toEqual([...one.items.keys()])
}

function judgeStarts(run: number, seen: Seen, expected: readonly Expected[], thrown: ReadonlySet<string>): void {
  const known = new Set(seen.starts.map(([index, attempt]) => `${index}:${attempt}`))
  expect(known.size, 'no attempt is made twice').toBe(seen.starts.length)
  for (const { index, attempt } of seen.starts.map(([at, number]) => ({ index: at, attempt: number }))) {
    expect(attempt, 'no more attempts than allowed').toBeLessThanOrEqual(expected[index]!.attempts)
    const isKnown = attempt === 1 || known.has(`${index}:${attempt - 1}`) || thrown.has(`${run * 1_000 + index}:${attempt - 1}`)
    expect(isKnown, 'attempts count from 1').toBe(true)
  }
}

/** Whether the run ended before all items had. */
function isEndedEarly(one: RunCase, { rejected, values }: Seen): boolean {
  if (rejected === undefined) return one.end.by === 'reader' && values.length >= one.end.after
  return rejected.error !== INPUT_FAILED && !(rejected.error instanceof AggregateError)
}

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code

/** Whether three workers in a row could not start. */
function hasGivenUp(log: readonly SimulatedEvent[]): boolean {
  const starts = log.flatMap((event) => (event.what === 'started' ? ['+'] : event.what === 'died' && event.why === 'failStart' ? ['-'] : []))
  return starts.join('').includes('---')
}

function judgeEnd(one: RunCase, seen: Seen, expected: readonly Expected[], log: readonly SimulatedEvent[]): void {
  const failed = expected.filter(({ status }) => status === 'rejected')
  const error = seen.rejected?.error
  if (error === TERMINATED) return
  const isClosed = codeOf(error) === 'PARMAP_CLOSED'
  if (isClosed && seen.starts.length + seen.pulled === 0) return // it came too late to begin
  const hasCome = (by: RunCase['end']['by'], so: number): boolean => one.end.by === by && so >= one.end.after
  if (codeOf(error) === 'PARMAP_WORKER_LOST' && !(error instanceof TaskError)) return expect(hasGivenUp(log), 'a run gives up only where no worker starts').toBe(true)
  if (hasCome('abort', seen.starts.length) && error === ABORTED) return
  if (hasCome('outcome', seen.outcomes.length)) return expect(error, 'a callback that throws ends the run').toBe(CALLBACK_FAILED)
  // The last report may come of a run that has been ended by something else.
  if (hasCome('progress', seen.progress.length) && error === CALLBACK_FAILED) return
  if (hasCome('progress', seen.progress.length)) expect(isEndedEarly(one, seen), 'a run of which a report throws does not end well').toBe(true)
  if (seen.rejected === undefined) {
    if (!isEndedEarly(one, seen)) expect([one.errors === 'settle' ? 0 : failed.length, one.inputFails], 'ends well only if nothing failed').toEqual([0, false])
  } else if (error === INPUT_FAILED) {
    expect([one.inputFails, one.errors === 'stop' ? failed.length : 0], 'the error of the input comes last').toEqual([true, 0])
  } else if (isClosed) {
    expect(one.verb, 'only streams are cut short by close').toMatch(/^imap/u)
    const cut = one.input === 'async' ? 1 : 0 // what a pending next() still brings comes too late
    expect(seen.pulled - seen.outcomes.length, 'what was pulled has its outcome').toBeLessThanOrEqual(cut)
  } else if (one.errors === 'stop') {
    expect(error).toBeInstanceOf(TaskError)
    const { index, attempts } = error as TaskError
    const firstInTime = seen.outcomes.find(({ status }) => status === 'rejected')
    expect(index, 'the failure at which it stops').toBe(one.verb === 'imap' ? failed[0]!.index : firstInTime!.index)
    expect(attempts).toBe(expected[index]!.attempts)
  } else {
    expect(one.errors, 'failures are thrown together').toBe('collect')
    const { errors, message } = error as AggregateError
    expect(errors.map((each: TaskError) => each.index)).toEqual(failed.map(({ index }) => index))
    expect(message).toBe(`${failed.length} of ${expected.length} ${expected.length === 1 ? 'item' : 'items'} failed`)
  }
}

function judgeValues(one: RunCase, seen: Seen, expected: readonly Expected[]): void {
  if (one.verb === 'forEach') return expect(seen.values).toEqual([])
  const isValue = ({ status }: { readonly status: string }): boolean => status === 'fulfilled' || (status === 'rejected' && one.errors === 'settle')
  const told = one.verb === 'imapUnordered' ? seen.outcomes : expected
  const all = told.filter(isValue).map(({ index }) => index)
  const got = seen.values.map((value) => (one.errors === 'settle' ? (value as Settled<number>).index : ((value as number) / 10) % 1_000))
  expect(got, 'values in their order').toEqual(all.slice(0, got.length))
  const error = seen.rejected?.error
  if (one.verb === 'map' && seen.rejected !== undefined) return expect(got).toEqual([])
  if (!isEndedEarly(one, seen)) return expect(got, 'all values').toEqual(all)
  if (codeOf(error) === 'PARMAP_CLOSED') expect(got.length, 'what was pulled stays readable').toBe(seen.outcomes.filter(isValue).length)
  if (error instanceof TaskError && one.verb === 'imap') expect(got, 'all values before the failure').toEqual(all.filter((index) => index < error.index))
  if (error instanceof TaskError && one.verb === 'imapUnordered') {
    const before = seen.outcomes.slice(0, seen.outcomes.findIndex(({ index }) => index === error.index))
    expect(got, 'all values that had ended before the failure').toEqual(before.filter(isValue).map(({ index }) => index))
  }
}
