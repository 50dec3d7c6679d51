// Facet 5: what is tried again, and what never.

import { move, type TaskError } from '@parmap/core'
import { codeOf, equal, hasCode, holds, rejection } from '../expectations.ts'
import { all, atMostOnce, mortalWorkers } from '../needs.ts'
import { rule, type Facet } from '../rule.ts'
import { uncopyable } from '../samples.ts'
import type { SteeredItem } from '../steering.ts'
import type { Trial } from '../trial.ts'

const HOUR_MS = 3_600_000

/** How often an item was started. */
function startsOf({ control }: Trial, key: number): number { return control.keys.filter((started) => started === key).length }

/** What became of an item: its error's code and attempts, or its value. */
type Ended = { readonly status: 'fulfilled'; readonly value: unknown; readonly attempts: number } | { readonly status: 'rejected'; readonly reason: TaskError; readonly attempts: number }
function endOf(record: Ended): Readonly<Record<string, unknown>> {
  if (record.status === 'fulfilled') return { value: record.value, attempts: record.attempts }
  return { code: codeOf(record.reason), attempts: record.attempts, told: record.reason.attempts }
}

export const attempts: Facet = {
  title: '5 Attempts',
  rules: [
    rule('5.1', 'An item that was lost with its worker is not run again by default.', async (trial) => {
      const { control, tasks } = trial
      const run = trial.executor({ workers: 2, slots: 1 }).map(tasks.steered, control.items(6), { errors: 'settle' })
      control.order(0, { end: 'exit', code: 1 })
      control.finish(0, 'a second time')
      await control.begun(0)
      for (let key = 1; key < 6; key++) control.finish(key)
      const records = await run
      await trial.quiet()
      equal(endOf(records[0]!), { code: 'PARMAP_WORKER_LOST', attempts: 1, told: 1 }, 'the end of an item that ended its worker')
      equal(startsOf(trial, 0), 1, 'how often that item was started')
      control.order(10, { end: 'exit', code: 1 })
      control.finish(10, 'by leave')
      const [again] = await trial.executor().map(tasks.steered, control.items(1, 10), { errors: 'settle', retries: { limit: 1, delay: 0 } })
      equal(endOf(again!), { value: 'by leave', attempts: 2 }, 'the end of an item that ended its worker once, with 1 retry')
      equal(records.slice(1).map(({ status }) => status), Array(5).fill('fulfilled'), 'the ends of the other items, which have a worker to go to')
    }, all(mortalWorkers, atMostOnce)),

    rule('5.2', 'retries allows so many attempts more, whatever the failure.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor()
      const retries = { limit: 2, delay: 0 }
      const plan = (key: number, failures: number): void => {
        for (let n = 0; n < failures; n++) control.fail(key)
        control.finish(key)
      }
      plan(0, 0)
      plan(1, 1)
      plan(2, 2)
      plan(3, 3)
      const records = await executor.map(tasks.steered, control.items(4), { errors: 'settle', retries })
      equal(records.map(endOf), [
        { value: 0, attempts: 1 }, { value: 1, attempts: 2 }, { value: 2, attempts: 3 }, { code: 'PARMAP_TASK_FAILED', attempts: 3, told: 3 },
      ], 'the ends of items that fail 0, 1, 2 and 3 times, with 2 retries')
      equal([0, 1, 2, 3].map((key) => startsOf(trial, key)), [1, 2, 3, 3], 'how often they were started')
      equal(control.starts.filter(({ key }) => key === 2).map(({ attempt }) => attempt), [1, 2, 3], 'which attempt each start of an item was told to be')

      // Its starts are not counted: elsewhere, such an item may be over before its kit has heard of it.
      const late = await executor.map(tasks.steered, control.items(1, 10), { errors: 'settle', timeout: 20, retries: { limit: 1, delay: 0 } })
      equal(late.map(endOf), [{ code: 'PARMAP_TIMEOUT', attempts: 2, told: 2 }], 'the end of an item that takes too long each time, with 1 retry')
    }),

    rule('5.3', 'Aborted items and those that cannot be copied are not tried again.', async (trial) => {
      const { control, tasks, capabilities } = trial
      const executor = trial.executor()
      const asked: unknown[] = []
      const retries = { limit: 3, delay: 0, retryIf: (error: TaskError) => asked.push(codeOf(error)) > 0 }
      const controller = new AbortController()
      const run = rejection(executor.map(tasks.steered, control.items(2), { signal: controller.signal, retries }), 'a run that is aborted')
      await control.started(2)
      const reason = new Error('the reason')
      controller.abort(reason)
      holds(await run === reason, 'the error of a run that was aborted', 'the reason of its signal', await run)
      await executor.idle()
      await trial.quiet()
      equal([0, 1].map((key) => startsOf(trial, key)), [1, 1], 'how often items were started that were aborted')

      for (const { what, item, task } of uncopyable(capabilities.values, tasks)) {
        const [record] = await executor.map(task, [item], { errors: 'settle', retries })
        equal(endOf(record!)['code'], 'PARMAP_UNSERIALIZABLE', `the code of ${what} that cannot be copied`)
      }
      equal(asked, [], 'the failures for which it was asked whether they may be tried again')
    }),

    rule('5.4', 'idempotent allows three free re-runs of a lost item, each sent alone.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor({ workers: 1, slots: 1 })
      for (let n = 0; n < 4; n++) control.order(0, { end: 'exit', code: 1 })
      for (let n = 0; n < 3; n++) control.order(3, { end: 'exit', code: 1 })
      for (const key of [1, 2, 3, 4, 5]) control.finish(key)
      const records = await executor.map(tasks.steered, control.items(6), { errors: 'settle', idempotent: true, batchSize: 6 })
      equal(records.map(endOf), [
        { code: 'PARMAP_WORKER_LOST', attempts: 4, told: 4 }, { value: 1, attempts: 1 }, { value: 2, attempts: 1 },
        { value: 3, attempts: 4 }, { value: 4, attempts: 1 }, { value: 5, attempts: 1 },
      ], 'the ends of six items in one batch, of which the first ends its worker always and the fourth three times')
      equal([0, 1, 2, 3, 4, 5].map((key) => startsOf(trial, key)), [4, 1, 1, 4, 1, 1], 'how often they were started')
    }, all(mortalWorkers, atMostOnce)),

    rule('5.5', 'A moved item is never sent twice.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor()
      const retries = { limit: 3, delay: 0 }
      const moved: SteeredItem[] = control.items(2).map((item) => move(item, []))
      for (let n = 0; n < 4; n++) for (const key of [0, 1]) control.fail(key)
      const records = await executor.map(tasks.steered, moved, { errors: 'settle', retries, idempotent: true })
      equal(records.map(endOf), moved.map(() => ({ code: 'PARMAP_TASK_FAILED', attempts: 1, told: 1 })), 'the ends of moved items that failed, with 3 retries')
      const failure = await rejection(executor.submit(tasks.steered, move(control.item(2, { heeds: true }), []), { retries, timeout: 20 }), 'a moved item that takes too long')
      hasCode(failure, 'PARMAP_TIMEOUT', 'the failure of a moved item that takes too long')
      await trial.quiet()
      equal([0, 1].map((key) => startsOf(trial, key)), [1, 1], 'how often moved items were started that failed, with 3 retries')
      equal(control.starts.filter(({ attempt }) => attempt > 1), [], 'the starts of moved items that were no first attempts')
    }),

    rule('5.6', 'A retry that waits for its delay holds no slot.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor({ workers: 1, slots: 1 })
      const run = executor.map(tasks.steered, control.items(3), { retries: { limit: 1, delay: HOUR_MS } })
      run.catch(() => undefined) // which the end of the trial ends
      await control.begun(0)
      control.fail(0)
      await control.begun(1)
      control.finish(1)
      await control.begun(2)
      control.finish(2)
      equal(control.keys.slice(0, 3), [0, 1, 2], 'the first starts in the one slot, when the retry of the first item is due in an hour')
    }),
  ],
}
