// Facet 2: what may be given as items, and how it is read.

import type { Outcome } from '@parmap/core'
import { equal, hasCode, holds, readAll, reasonOf, rejection, thrown } from '../expectations.ts'
import { AsyncInput, range, SyncInput } from '../inputs.ts'
import { rule, type Facet } from '../rule.ts'

const identity = (index: number): number => index
const LATE = new Error('the input threw')

/** Three numbers, then a throw. */
function* failingInput(): Generator<number> {
  yield* range(3)
  throw LATE
}

export const input: Facet = {
  title: '2 Input',
  rules: [
    rule('2.1', 'An endless input works, and is read no further than it must be.', async (trial) => {
      const endless = new SyncInput({ count: Infinity, item: identity })
      const stream = trial.executor({ workers: 1 }).imap(trial.tasks.echo, endless, { window: 8 })
      const values: unknown[] = []
      for await (const value of stream) if (values.push(value) === 50) break
      equal(values, range(50), 'the first 50 results over an endless input')
      holds(endless.reads >= 50 && endless.reads <= 58, 'the items read for 50 results, with a window of 8', '50 to 58', endless.reads)
      equal(endless.returns, 1, 'calls of the input’s return() after the stream was left')
    }),

    rule('2.2', 'An async input works.', async (trial) => {
      const executor = trial.executor({ workers: 1 })
      equal(await executor.map(trial.tasks.echo, new AsyncInput({ count: 30, item: identity })), range(30), 'the results of map over an async input')
      equal(await readAll(executor.imap(trial.tasks.echo, new AsyncInput({ count: 30, item: identity }))), { values: range(30), errors: [] }, 'the stream over an async input')
    }),

    rule('2.3', 'Holes are undefined, a Map gives entries: items are what the iterator gives.', async (trial) => {
      const executor = trial.executor({ workers: 1 })
      const { echo } = trial.tasks
      // oxlint-disable-next-line no-sparse-arrays
      equal(await executor.map(echo, [0, , 2]), [0, undefined, 2], 'the results over [0, , 2]')
      equal(await executor.map(echo, new Map([['a', 1], ['b', 2]])), [['a', 1], ['b', 2]], 'the results over a Map')
      equal(await executor.map(echo, new Set(['a', 'b'])), ['a', 'b'], 'the results over a Set')
      equal(await executor.map(echo, Uint8Array.of(3, 4)), [3, 4], 'the results over a Uint8Array')
      equal(await executor.map(echo, Object.assign([1, 2], { *[Symbol.iterator]() { yield 'its own' } })), ['its own'], 'the results over an array with an iterator of its own')
    }),

    rule('2.4', 'An item that is a promise is awaited; its rejection is that item’s failure, with attempts: 0.', async (trial) => {
      const cause = new Error('the item never came')
      const rejected = Promise.reject(cause)
      rejected.catch(() => undefined) // an executor that never reads it must not end the test runner
      const items = [Promise.resolve(1), rejected, 3]
      const records = await trial.executor({ workers: 1 }).map(trial.tasks.echo, items, { errors: 'settle' })
      equal(records.map((record) => (record.status === 'fulfilled' ? record.value : 'failed')), [1, 'failed', 3], 'the results over promises, one of them rejected')
      const failure = reasonOf(records[1], 'the record of an item whose promise was rejected')
      hasCode(failure, 'PARMAP_TASK_FAILED', 'its failure')
      equal({ attempts: failure.attempts, isSame: failure.cause === cause }, { attempts: 0, isSame: true }, 'its attempts, and whether its cause is the rejection')
    }),

    rule('2.5', 'What the input throws ends the run unwrapped, after all earlier results.', async (trial) => {
      const executor = trial.executor({ workers: 1 })
      const { echo } = trial.tasks
      equal(await readAll(executor.imap(echo, failingInput())), { values: [0, 1, 2], errors: [LATE] }, 'the stream over an input that throws after three items')
      const outcomes: Outcome<unknown>[] = []
      const error = await rejection(executor.map(echo, failingInput(), { errors: 'settle', onOutcome: (outcome) => { outcomes.push(outcome) } }), 'map over an input that throws')
      equal(error === LATE, true, 'whether map rejects with the very error of the input')
      equal(outcomes.map(({ status }) => status), ['fulfilled', 'fulfilled', 'fulfilled'], 'the outcomes before it')
    }),

    rule('2.6', 'Wrong arguments throw at the call, before anything is read or run.', async (trial) => {
      const executor = trial.executor({ workers: 1 })
      const { echo } = trial.tasks
      const items = new SyncInput({ count: 3, item: identity })
      const wrong: readonly (readonly [string, () => unknown])[] = [
        ['map with a concurrency of 0', () => executor.map(echo, items, { concurrency: 0 })],
        ['map with an unknown option', () => executor.map(echo, items, { concurency: 2 } as object)],
        ['imap with a window of 0.5', () => executor.imap(echo, items, { window: 0.5 })],
        ['imapUnordered with a negative timeout', () => executor.imapUnordered(echo, items, { timeout: -1 })],
        ['forEach with `settle`', () => executor.forEach(echo, items, { errors: 'settle' } as object)],
        ['map over a string', () => executor.map(echo, 'items')],
        ['imap with task and items swapped', () => executor.imap(items as never, echo as never)],
        ['submit without a task', () => executor.submit(undefined as never, 1)],
      ]
      for (const [what, call] of wrong) {
        const error = thrown(call, what)
        holds(error instanceof TypeError || error instanceof RangeError, what, 'a TypeError or RangeError', error)
      }
      equal(items.reads, 0, 'the items read by calls with wrong arguments')
    }),
  ],
}
