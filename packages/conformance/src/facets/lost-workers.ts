// Facet 6: what a dying worker takes with it, and what it does not.

import { importTask, type Executor, type Outcome } from '@parmap/core'
import { codeOf, equal, hasCode, holds, readAll, rejection } from '../expectations.ts'
import { all, atMostOnce, mortalWorkers } from '../needs.ts'
import { rule, type Facet } from '../rule.ts'
import type { Trial } from '../trial.ts'

const EXIT = { end: 'exit', code: 7 } as const

/** What became of an item, as far as these rules care. */
interface Fate {
  readonly index: number
  readonly attempts: number
  /** Its value, or the code of its failure. */
  readonly end: unknown
}

function fates(outcomes: readonly Outcome<unknown>[]): Fate[] {
  return outcomes.map((one) => ({ index: one.index, attempts: one.attempts, end: one.status === 'rejected' ? codeOf(one.reason) : one.status === 'fulfilled' ? one.value : one.status }))
}

/** Expects that tasks run there, after whatever has happened. */
async function expectWork(executor: Executor, { tasks }: Trial): Promise<void> {
  equal(await executor.map(tasks.echo, [1, 2, 3]), [1, 2, 3], 'the results of a later run')
}

/** Whether an error, or what it was caused by, tells of something. */
function tells(error: unknown, what: RegExp): boolean {
  const { message, cause, exitCode } = error as { message?: unknown; cause?: unknown; exitCode?: unknown }
  return what.test(`${String(message)} ${String(exitCode)}`) || (cause !== undefined && cause !== null && tells(cause, what))
}

export const lostWorkers: Facet = {
  title: '6 Lost workers',
  rules: [
    rule('6.1', 'Outcomes that were received before a worker died stand.', async (trial) => {
      const { control, tasks } = trial
      control.finish(0)
      control.fail(1)
      control.order(2, EXIT) // the moment that it starts
      const settled = await trial.executor({ workers: 1, slots: 1 }).map(tasks.steered, control.items(3), { errors: 'settle', batchSize: 3 })
      equal(fates(settled), [
        { index: 0, attempts: 1, end: 0 },
        { index: 1, attempts: 1, end: 'PARMAP_TASK_FAILED' },
        { index: 2, attempts: 1, end: 'PARMAP_WORKER_LOST' },
      ], 'what became of two items that ended before the third ended their worker')
      equal(control.keys, [0, 1, 2], 'the items that started')
    }, all(mortalWorkers, atMostOnce)),

    rule('6.2', 'Items that had certainly not started go to another worker, as if nothing had been.', async (trial) => {
      const { control, tasks } = trial
      control.order(0, EXIT)
      for (const key of [1, 2, 3]) control.finish(key)
      const settled = await trial.executor({ workers: 1, slots: 1 }).map(tasks.steered, control.items(4), { errors: 'settle', batchSize: 4 })
      equal(fates(settled), [
        { index: 0, attempts: 1, end: 'PARMAP_WORKER_LOST' },
        { index: 1, attempts: 1, end: 1 },
        { index: 2, attempts: 1, end: 2 },
        { index: 3, attempts: 1, end: 3 },
      ], 'what became of a batch of which the first item ended the worker')
      const [dead, ...others] = control.starts
      holds(others.every(({ worker }) => worker !== dead!.worker), 'the workers of the other items', `none of them ${dead!.worker}`, others)
    }, all(mortalWorkers, atMostOnce)),

    rule('6.3', 'The items that ran are lost, and no others; each says whether it had started.', async (trial) => {
      const { control, tasks } = trial
      const told: Outcome<unknown>[] = []
      const run = trial.executor().map(tasks.steered, control.items(4), { errors: 'settle', onOutcome: (outcome) => { told.push(outcome) } })
      await control.started(4)
      const victims = new Set(control.starts.filter(({ worker }) => worker === control.starts[0]!.worker).map(({ index }) => index))
      control.order(control.starts[0]!.key, EXIT)
      await trial.until(() => told.length >= victims.size || control.starts.length > 4)
      control.finishRest()
      const settled = await run
      equal(
        fates(settled),
        [0, 1, 2, 3].map((index) => ({ index, attempts: 1, end: victims.has(index) ? 'PARMAP_WORKER_LOST' : index })),
        `what became of four items that ran, when the worker of ${[...victims].join(' and ')} ended`,
      )
      const started = settled.filter(({ status }) => status === 'rejected').map((one) => (one as { reason: { started?: unknown } }).reason.started)
      holds(started.every((value) => value === true || value === 'unknown'), 'what the lost items say of their start', "true or 'unknown'", started)
    }, all(mortalWorkers, atMostOnce)),

    rule('6.4', 'After a loss, all slots work again.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor()
      const lost = executor.map(tasks.steered, control.items(4), { errors: 'settle' })
      await control.started(4)
      const workers = new Map(control.starts.map(({ worker, key }) => [worker, key]))
      for (const key of workers.values()) control.order(key, EXIT)
      await lost
      const run = executor.map(tasks.steered, control.items(4, 10))
      for (const key of [10, 11, 12, 13]) await control.begun(key)
      control.finishRest()
      equal(await run, [10, 11, 12, 13], 'the results of a run of as many items as slots, after the end of all workers')
    }, mortalWorkers),

    rule('6.5', 'A task that cannot be found, loaded or set up ends the run in every mode, with the reason; later runs work.', async (trial) => {
      const executor = trial.executor()
      const absent = importTask(trial.module, 'noSuchTask')
      const unloadable = importTask(new URL('./no-such-module.js', trial.module), 'task')
      for (const [task, code, reason] of [
        [absent, 'PARMAP_TASK_NOT_FOUND', /noSuchTask/u],
        [unloadable, 'PARMAP_TASK_LOAD_FAILED', /no-such-module/u],
        [trial.tasks.unready, 'PARMAP_SETUP_FAILED', /not ready at all/u],
      ] as const) {
        for (const errors of ['stop', 'collect', 'settle'] as const) {
          const error = await rejection(executor.map(task, [1, 2, 3], { errors }), `map with errors: '${errors}'`)
          hasCode(error, code, `the error of map with errors: '${errors}'`)
          holds(tells(error, reason), 'what it tells', `the reason, ${String(reason)}`, error)
        }
        const { values, errors: [error] } = await readAll(executor.imap(task, [1, 2, 3], { errors: 'settle' }))
        equal(values, [], 'what imap gave before it threw')
        hasCode(error, code, "the error of imap with errors: 'settle'")
      }
      await expectWork(executor, trial)
    }),

    rule('6.6', 'Where workers cannot start, the run ends after a bounded number of tries with PARMAP_WORKER_LOST and the real reason; later runs work.', async (trial) => {
      const executor = trial.executor({ workers: 1, slots: 1 })
      const error = await rejection(executor.map(trial.tasks.stillborn, [1, 2, 3]), 'map of a task whose setup ends its worker with exit code 7')
      hasCode(error, 'PARMAP_WORKER_LOST', 'its error')
      holds(tells(error, /\b7\b/u), 'what its error or the cause of that tells', 'the exit code 7', error)
      await expectWork(executor, trial)
    }, mortalWorkers),
  ],
}
