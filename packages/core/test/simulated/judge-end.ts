// How a run must end, and with which values.

import { TaskError, type Settled } from '@parmap/core'
import type { SimulatedEvent } from '@parmap/core/testing'
import { expect } from 'vitest'
import { INPUT_FAILED } from '../support/watched-reading.ts'
import { isEndedEarly } from './judge-run.ts'
import { TERMINATED } from './play-program.ts'
import { ABORTED, CALLBACK_FAILED } from './play-run.ts'
import type { RunCase } from './random-program.ts'
import type { Expected } from './reference.ts'
import type { Seen } from './seen.ts'

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code

/** Whether three workers in a row could not start. */
function hasGivenUp(log: readonly SimulatedEvent[]): boolean {
  const starts = log.flatMap((event) => (event.what === 'started' ? ['+'] : event.what === 'died' && event.why === 'failStart' ? ['-'] : []))
  return starts.join('').includes('---')
}

export function judgeEnd(one: RunCase, seen: Seen, expected: readonly Expected[], log: readonly SimulatedEvent[]): void {
  const failed = expected.filter(({ status }) => status === 'rejected')
  const error = seen.rejected?.error
  if (error === TERMINATED) return
  const isClosed = codeOf(error) === 'PARMAP_CLOSED'
  if (isClosed && seen.starts.length + seen.pulled === 0) return // it came too late to begin
  const hasCome = (by: RunCase['end']['by'], so: number): boolean => one.end.by === by && so >= one.end.after
  if (codeOf(error) === 'PARMAP_WORKER_LOST' && !(error instanceof TaskError)) return expect(hasGivenUp(log), 'a run gives up only where no worker starts').toBe(true)
  if (seen.isAborted) return expect(error, 'an abort ends the run').toBe(ABORTED)
  if (hasCome('abort', seen.starts.length) && error === ABORTED) return
  if (hasCome('outcome', seen.outcomes.length)) return expect(error, 'a callback that throws ends the run').toBe(CALLBACK_FAILED)
  // The last report may come of a run that has been ended by something else.
  if (hasCome('progress', seen.progress.length) && error === CALLBACK_FAILED) return
  if (hasCome('progress', seen.progress.length)) expect(isEndedEarly(one, seen), 'a run of which a report throws does not end well').toBe(true)
  if (seen.rejected === undefined) {
    if (!isEndedEarly(one, seen)) expect([one.errors === 'settle' ? 0 : failed.length, one.inputFails], 'ends well only if nothing failed').toEqual([0, false])
  } else if (error === INPUT_FAILED) {
    expect([one.inputFails, one.errors === 'stop' ? failed.length : 0], 'the error of the input comes last').toEqual([true, 0])
  } else if (isClosed) judgeClosed(one, seen)
  else if (one.errors === 'stop') judgeStopped(one, seen, expected, error)
  else {
    expect(one.errors, 'failures are thrown together').toBe('collect')
    const { errors, message } = error as AggregateError
    expect(errors.map((each: TaskError) => each.index)).toEqual(failed.map(({ index }) => index))
    expect(message).toBe(`${failed.length} of ${expected.length} ${expected.length === 1 ? 'item' : 'items'} failed`)
  }
}

function judgeClosed(one: RunCase, seen: Seen): void {
  expect(one.verb, 'only streams are cut short by close').toMatch(/^imap/u)
  const cut = one.input === 'async' ? 1 : 0 // what a pending next() still brings comes too late
  if (one.isHeard) expect(seen.pulled - seen.outcomes.length, 'what was pulled has its outcome').toBeLessThanOrEqual(cut)
}

function judgeStopped(one: RunCase, seen: Seen, expected: readonly Expected[], error: unknown): void {
  expect(error).toBeInstanceOf(TaskError)
  const { index, attempts, code } = error as TaskError
  expect({ index, attempts, code, status: 'rejected' }, 'the failure at which it stops').toEqual(expected[index])
  const firstInTime = one.isHeard ? seen.outcomes.find(({ status }) => status === 'rejected')!.index : index
  expect(index, 'the first failure').toBe(one.verb === 'imap' ? expected.find(({ status }) => status === 'rejected')!.index : firstInTime)
}

export function judgeValues(one: RunCase, seen: Seen, expected: readonly Expected[]): void {
  if (one.verb === 'forEach') return expect(seen.values).toEqual([])
  const isValue = ({ status }: { readonly status: string }): boolean => status === 'fulfilled' || (status === 'rejected' && one.errors === 'settle')
  const isByTime = one.verb === 'imapUnordered' && one.isHeard
  const all = (isByTime ? seen.outcomes : expected).filter(isValue).map(({ index }) => index)
  const values = seen.values.map((value) => (one.errors === 'settle' ? (value as Settled<number>).index : ((value as number) / 10) % 1_000))
  const got = one.verb === 'imapUnordered' && !isByTime ? values.toSorted((a, b) => a - b) : values
  const error = seen.rejected?.error
  if (one.verb === 'map' && seen.rejected !== undefined) return expect(got).toEqual([])
  if (!isEndedEarly(one, seen)) return expect(got, 'all values, in their order').toEqual(all)
  if (!one.isHeard) return
  expect(got, 'values in their order').toEqual(all.slice(0, got.length))
  if (codeOf(error) === 'PARMAP_CLOSED') expect(got.length, 'what was pulled stays readable').toBe(seen.outcomes.filter(isValue).length)
  if (error instanceof TaskError && one.verb === 'imap') expect(got, 'all values before the failure').toEqual(all.filter((index) => index < error.index))
  if (error instanceof TaskError && one.verb === 'imapUnordered') {
    const before = seen.outcomes.slice(0, seen.outcomes.findIndex(({ index }) => index === error.index))
    expect(got, 'all values that had ended before the failure').toEqual(before.filter(isValue).map(({ index }) => index))
  }
}
