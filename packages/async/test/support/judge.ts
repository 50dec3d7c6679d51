// Compares what was seen of a random program with the reference, rule by rule.

import { TaskError, type Settled } from '@parmap/async'
import { expect } from 'vitest'
import { INPUT_FAILED } from '../../../core/test/support/watched-reading.ts'
import { ABORTED, CALLBACK_FAILED, TERMINATED, type Played, type Seen } from './play-case.ts'
import type { Case, RunCase } from './random-case.ts'
import { outcomesOf, type Expected } from './reference.ts'

/** Fails with the rule that was broken. */
export function judge(program: Case, { runs, mostRunning, statsAtEnd, late }: Played): void {
  const bound = Math.max(program.concurrency, ...program.meddling.map(({ what }) => (typeof what === 'number' ? what : 0)))
  expect(mostRunning, 'never more than the concurrency at once').toBeLessThanOrEqual(bound)
  expect(late, 'nothing is read or started after the end').toBe(0)
  expect(statsAtEnd, 'everything has stopped').toMatchObject({ running: 0, waiting: 0, detached: 0 })
  for (const [place, one] of program.runs.entries()) judgeRun(one, runs[place]!)
}

function judgeRun(one: RunCase, seen: Seen): void {
  const expected = outcomesOf(one)
  judgeOutcomes(one, seen, expected)
  if (one.verb === 'submit') return
  judgeBounds(one, seen)
  judgeInput(one, seen)
  judgeEnd(one, seen, expected)
  judgeValues(one, seen, expected)
}

function judgeBounds({ verb, input, concurrency = Infinity, window = Infinity, batchSize }: RunCase, seen: Seen): void {
  const late = input === 'async' ? 1 : 0 // a next() that was pending
  if (verb.startsWith('imap')) expect(seen.pulled, 'streams pull no more after close').toBeLessThanOrEqual((seen.pulledAtClose ?? Infinity) + late)
  expect(seen.mostRunning, 'never more than the concurrency and the window of the run').toBeLessThanOrEqual(Math.min(concurrency, window))
  expect(seen.mostAhead, 'never more than the window read and not handed over').toBeLessThanOrEqual(window)
  const first = seen.starts.filter(([, attempt]) => attempt === 1).map(([index]) => index)
  if (batchSize === 1) expect(first, 'started in input order').toEqual(first.toSorted((a, b) => a - b))
}

function judgeOutcomes(one: RunCase, seen: Seen, expected: readonly Expected[]): void {
  const told = seen.outcomes.map(({ index }) => index)
  expect(new Set(told).size, 'exactly one outcome per item').toBe(told.length)
  for (const { index, status, attempts } of seen.outcomes) expect({ index, status, attempts }, 'the outcome of its item').toEqual(expected[index])
  for (const { index, attempts } of expected) {
    const started = seen.starts.filter(([at]) => at === index).map(([, attempt]) => attempt)
    expect(started, 'attempts count from 1, and are no more than allowed').toEqual([...started.keys()].map((place) => place + 1))
    expect(started.length).toBeLessThanOrEqual(attempts)
  }
  if (!isEndedEarly(one, seen)) expect(told.toSorted((a, b) => a - b), 'every item has an outcome').toEqual([...one.items.keys()])
}

/** Whether the run ended before all items had. */
function isEndedEarly(one: RunCase, { rejected, values }: Seen): boolean {
  if (rejected === undefined) return one.end.by === 'reader' && values.length >= one.end.after
  return rejected.error !== INPUT_FAILED && !(rejected.error instanceof AggregateError)
}

const isClosed = (error: unknown): boolean => (error as { readonly code?: unknown } | undefined)?.code === 'PARMAP_CLOSED'

function judgeInput(one: RunCase, seen: Seen): void {
  if (one.input === 'array') return
  expect(seen.opened, 'opened once').toBeLessThanOrEqual(1)
  expect(seen.returns, 'return() is called once').toBeLessThanOrEqual(1)
  expect(seen.isLeftAfterEnd, 'return() is not called after the end').toBe(false)
  if (!isEndedEarly(one, seen)) expect(seen.returns, 'return() is not called on an input that was read to its end').toBe(0)
  else if (seen.opened > 0 && !seen.isExhausted) expect(seen.returns, 'return() is called').toBe(1)
}

function judgeEnd(one: RunCase, seen: Seen, expected: readonly Expected[]): void {
  const failed = expected.filter(({ status }) => status === 'rejected')
  const error = seen.rejected?.error
  if (error === TERMINATED) return
  if (one.end.by === 'abort' && seen.starts.length >= one.end.after) return expect(error, 'an abort ends the run').toBe(ABORTED)
  if (one.end.by === 'callback' && seen.outcomes.length >= one.end.after) return expect(error, 'a callback that throws ends the run').toBe(CALLBACK_FAILED)
  if (seen.rejected === undefined) {
    if (!isEndedEarly(one, seen)) expect([one.errors === 'settle' ? 0 : failed.length, one.inputFails], 'ends well only if nothing failed').toEqual([0, false])
  } else if (error === INPUT_FAILED) {
    expect([one.inputFails, one.errors === 'stop' ? failed.length : 0], 'the error of the input comes last').toEqual([true, 0])
  } else if (isClosed(error)) {
    expect(one.verb, 'only streams are cut short by close').toMatch(/^imap/u)
    const cut = one.input === 'async' ? 1 : 0 // what a pending next() still brings comes too late
    expect(seen.pulled - seen.outcomes.length, 'what was pulled has its outcome').toBeLessThanOrEqual(cut)
  } else if (one.errors === 'stop') {
    expect(error).toBeInstanceOf(TaskError)
    const { index, attempts } = error as TaskError
    const [foremost] = failed
    const firstInTime = seen.outcomes.find(({ status }) => status === 'rejected')
    expect(index, 'the failure at which it stops').toBe(one.verb === 'imap' ? foremost!.index : firstInTime!.index)
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
  const got = seen.values.map((value) => (one.errors === 'settle' ? (value as Settled<number>).index : (value as number) / 10))
  expect(got, 'values in their order').toEqual(all.slice(0, got.length))
  const error = seen.rejected?.error
  if (one.verb === 'map' && seen.rejected !== undefined) return expect(got).toEqual([])
  if (!isEndedEarly(one, seen)) return expect(got, 'all values').toEqual(all)
  if (isClosed(error)) expect(got.length, 'what was pulled stays readable').toBe(seen.outcomes.filter(isValue).length)
  if (error instanceof TaskError && one.verb === 'imap') expect(got, 'all values before the failure').toEqual(all.filter((index) => index < error.index))
  if (error instanceof TaskError && one.verb === 'imapUnordered') {
    const before = seen.outcomes.slice(0, seen.outcomes.findIndex(({ index }) => index === error.index))
    expect(got, 'all values that had ended before the failure').toEqual(before.filter(isValue).map(({ index }) => index))
  }
}
