// The rules of one run that need little of the reference: bounds, how its input is read and left, what its progress says.

import { expect } from 'vitest'
import { INPUT_FAILED } from '../support/watched-reading.ts'
import type { Program, RunCase } from './random-program.ts'
import type { Expected } from './reference.ts'
import type { Seen } from './seen.ts'

/** Whether the run ended before all items had. */
export function isEndedEarly(one: RunCase, { rejected, values }: Seen): boolean {
  if (rejected === undefined) return one.end.by === 'reader' && values.length >= one.end.after
  return rejected.error !== INPUT_FAILED && !(rejected.error instanceof AggregateError)
}

export function judgeBounds({ isolation, messageMs, faults }: Program, { verb, input, hasTimeout, concurrency = Infinity, window = Infinity, batchSize }: RunCase, seen: Seen): void {
  const late = input === 'async' ? 1 : 0 // a next() that was pending
  if (verb.startsWith('imap')) expect(seen.pulled, 'streams pull no more after close').toBeLessThanOrEqual((seen.pulledAtClose ?? Infinity) + late)
  const mayDetach = isolation === 'none' && hasTimeout // what hangs is not counted any more
  if (!mayDetach) expect(seen.mostRunning, 'never more than the concurrency and the window of the run').toBeLessThanOrEqual(Math.min(concurrency, window))
  expect(seen.hasty, 'no retry comes before its delay is over').toBe(0)
  expect(seen.mostAhead, 'never more than the window read and not handed over').toBeLessThanOrEqual(window)
  const first = seen.starts.filter(([, attempt]) => attempt === 1).map(([index]) => index)
  const isStraight = isolation === 'none' && batchSize === 1 && messageMs === 0 && faults.throw === 0
  if (isStraight) expect(first, 'started in input order').toEqual(first.toSorted((a, b) => a - b))
  expect(Math.max(-1, ...first), 'nothing is started that has not been read').toBeLessThan(Math.max(1, seen.pulled))
}

export function judgeInput(one: RunCase, seen: Seen): void {
  if (one.input === 'array') return
  const { opened, returns, isLeftAfterEnd } = seen
  expect(Math.max(opened, returns), 'opened once, left once').toBeLessThanOrEqual(1)
  expect(isLeftAfterEnd, 'return() is not called after the end').toBe(false)
  if (!isEndedEarly(one, seen)) expect(returns, 'return() is not called on an input that was read to its end').toBe(0)
  else if (opened > 0 && !seen.isExhausted) expect(returns, 'return() is called').toBe(1)
}

export function judgeProgress(one: RunCase, seen: Seen, expected: readonly Expected[]): void {
  const first = seen.progress[0]
  if (first === undefined) return expect(seen.starts, 'the first report comes before the first start').toEqual([])
  expect(first, 'the first report').toMatchObject({ completed: 0, failed: 0, skipped: 0, running: 0 })
  const { completed, failed, skipped } = seen.progress.at(-1)!
  const ended = one.isHeard ? seen.outcomes : isEndedEarly(one, seen) ? undefined : expected
  const count = (status: string): number => ended!.filter((outcome) => outcome.status === status).length
  if (ended !== undefined) expect({ completed, failed, skipped }, 'the last report counts all outcomes').toEqual({ completed: count('fulfilled'), failed: count('rejected'), skipped: count('skipped') })
  const gaps = seen.progress.slice(1, -1).map(({ ms }, place) => ms - seen.progress[place]!.ms)
  expect(Math.min(Infinity, ...gaps), 'at most ten reports a second').toBeGreaterThanOrEqual(100 - 1e-6)
}
