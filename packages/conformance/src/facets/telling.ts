// Facet 9: how outcomes reach the caller.

import type { Outcome, Progress, TaskError } from '@parmap/core'
import { skip } from '@parmap/core'
import { equal, hasCode, holds, readAll, reasonOf, rejection } from '../expectations.ts'
import { range } from '../inputs.ts'
import { facet, rule, type Facet, type Rule } from '../rule.ts'

const modes: readonly Rule[] = [
  rule('9.1', "With errors: 'stop', map, forEach and submit reject with the first failure in time, and the rest is stopped.", async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 2 })
    const verbs = { map: () => executor.map(tasks.steered, control.items(10), { batchSize: 1 }), forEach: () => executor.forEach(tasks.steered, control.items(10, 100), { batchSize: 1 }) }
    for (const [first, verb] of [[0, 'map'], [100, 'forEach']] as const) {
      const error = rejection(verbs[verb](), `${verb} of which an item fails`)
      await control.begun(first)
      await control.begun(first + 1)
      control.fail(first + 1, 'the second item failed first')
      const failure = (await error) as TaskError
      hasCode(failure, 'PARMAP_TASK_FAILED', `what ${verb} rejects with`)
      equal(failure.index, 1, 'the index of the failure')
      await control.aborted(first)
      await executor.idle()
      equal(control.keys.filter((key) => key >= first + 2 && key < first + 100), [], `the items of ${verb} that started after the failure`)
    }
    const one = rejection(executor.submit(tasks.steered, control.item(200)), 'submit of an item that fails')
    control.fail(200)
    hasCode(await one, 'PARMAP_TASK_FAILED', 'what submit rejects with')
  }),

  rule('9.2', "With 'stop', imap first gives the results before the failing item, imapUnordered what ended before it.", async (trial) => {
    const { control, tasks } = trial
    const ordered = readAll(trial.executor({ workers: 1, slots: 4 }).imap(tasks.steered, control.items(8)))
    await control.started(4)
    control.fail(2)
    await control.aborted(3)
    control.finish(1)
    control.finish(0)
    const inOrder = await ordered
    equal(inOrder.values, [0, 1], 'the results of imap whose third item failed first')
    hasCode(inOrder.errors[0], 'PARMAP_TASK_FAILED', 'what imap throws after them')
    const stream = trial.executor({ workers: 1, slots: 4 }).imapUnordered(tasks.steered, control.items(8, 100))
    const first = stream.next()
    await control.started(8)
    control.finish(101)
    equal(await first, { done: false, value: 101 }, 'the first result of imapUnordered')
    control.fail(100)
    const { values, errors } = await readAll(stream)
    equal(values, [], 'the results after the item that ended before the failing one')
    hasCode(errors[0], 'PARMAP_TASK_FAILED', 'what imapUnordered throws after it')
  }),

  rule('9.3', "With 'collect', all items run, values are given, then an AggregateError of all failures in input order is thrown.", async (trial) => {
    const executor = trial.executor({ workers: 1 })
    const { evenOrFail } = trial.tasks
    const error = (await rejection(executor.map(evenOrFail, range(7), { errors: 'collect' }), 'map of which three items fail')) as AggregateError
    const look = (one: AggregateError) => ({ isAggregate: one instanceof AggregateError, message: one.message, indexes: one.errors.map(({ index }: TaskError) => index) })
    equal(look(error), { isAggregate: true, message: '3 of 7 items failed', indexes: [1, 3, 5] }, 'what map rejects with')
    const { values, errors } = await readAll(executor.imap(evenOrFail, range(7), { errors: 'collect' }))
    equal(values, [0, 2, 4, 6], 'the values of imap')
    equal(look(errors[0] as AggregateError).indexes, [1, 3, 5], 'the indexes of the failures that imap throws after them')
  }),

  rule('9.4', "With 'settle', no failure of an item rejects: each item has a record, which forEach tells to onOutcome only.", async (trial) => {
    const executor = trial.executor({ workers: 1 })
    const records = await executor.map(trial.tasks.evenOrFail, range(4), { errors: 'settle' })
    const seen = records.map((record) => ({ index: record.index, attempts: record.attempts, hasMs: record.ms >= 0, worker: typeof record.worker, is: record.status === 'fulfilled' ? record.value : record.reason.code }))
    const told = { attempts: 1, hasMs: true, worker: 'string' }
    equal(seen, [{ index: 0, ...told, is: 0 }, { index: 1, ...told, is: 'PARMAP_TASK_FAILED' }, { index: 2, ...told, is: 2 }, { index: 3, ...told, is: 'PARMAP_TASK_FAILED' }], 'the records of map')
    const { values, errors } = await readAll(executor.imapUnordered(trial.tasks.evenOrFail, range(4), { errors: 'settle' }))
    equal({ indexes: values.map(({ index }) => index).toSorted(), errors }, { indexes: [0, 1, 2, 3], errors: [] }, 'the indexes of the records of imapUnordered')
    const heard: string[] = []
    await executor.forEach(trial.tasks.evenOrFail, range(4), { errors: 'settle', onOutcome: ({ index, status }) => { heard.push(`${index} ${status}`) } })
    equal(heard.toSorted(), ['0 fulfilled', '1 rejected', '2 fulfilled', '3 rejected'], 'what forEach tells')
  }),

  rule('9.6', 'skip leaves an item out of the results in every mode and counts as skipped; submit resolves to it.', async (trial) => {
    const executor = trial.executor({ workers: 1 })
    const { evenOnly } = trial.tasks
    const progress: Progress[] = []
    equal(await executor.map(evenOnly, range(5), { onProgress: (one) => { progress.push(one) } }), [0, 2, 4], 'the results of map')
    const { completed, skipped } = progress.at(-1)!
    equal({ completed, skipped }, { completed: 3, skipped: 2 }, 'what the last call of onProgress tells')
    equal((await readAll(executor.imap(evenOnly, range(5)))).values, [0, 2, 4], 'the results of imap')
    equal((await executor.map(evenOnly, range(5), { errors: 'settle' })).map(({ index }) => index), [0, 2, 4], 'the indexes of the records')
    equal(await executor.map(evenOnly, range(5), { errors: 'collect' }), [0, 2, 4], 'the results where failures are collected')
    equal(await executor.submit(evenOnly, 1), skip, 'what submit resolves to')
  }),
]

const reports: readonly Rule[] = [
  rule('9.5', 'An item’s failure is an error with code, index, attempts, worker and cause, and a message that contains the cause’s.', async (trial) => {
    const failure = (await rejection(trial.executor({ workers: 1 }).map(trial.tasks.evenOrFail, [0, 2, 5]), 'map of an odd number')) as TaskError
    const { code, index, attempts, worker, cause, message } = failure
    equal({ isError: failure instanceof Error, code, index, attempts, worker: typeof worker }, { isError: true, code: 'PARMAP_TASK_FAILED', index: 2, attempts: 1, worker: 'string' }, 'the failure of the third item')
    equal((cause as Error).message, '5 is odd', 'the message of its cause')
    holds(message.includes('5 is odd'), 'its message', 'one that contains the cause’s, “5 is odd”', message)
  }),

  rule('9.7', 'A callback that throws ends the run in every mode, unwrapped.', async (trial) => {
    const thrown = new Error('a callback threw')
    const fail = (): never => { throw thrown }
    const executor = trial.executor({ workers: 1 })
    for (const errors of ['stop', 'collect', 'settle'] as const) {
      equal(await rejection(executor.map(trial.tasks.echo, range(5), { errors, onOutcome: fail }), `map with ${errors}, whose onOutcome throws`), thrown, 'what it rejects with')
      equal(await rejection(executor.map(trial.tasks.echo, range(5), { errors, onProgress: fail }), `map with ${errors}, whose onProgress throws`), thrown, 'what it rejects with')
    }
  }),

  rule('9.8', 'onOutcome is told each outcome as it ends, in completion order.', async (trial) => {
    const { control, tasks } = trial
    const told: Outcome<unknown>[] = []
    const results = trial.executor({ workers: 1, slots: 3 }).map(tasks.steered, control.items(3), { errors: 'settle', onOutcome: (outcome) => { told.push(outcome) } })
    await control.started(3)
    control.finish(2)
    await trial.until(() => told.length === 1)
    control.fail(0)
    await trial.until(() => told.length === 2)
    control.finish(1)
    await results
    equal(told.map(({ index, status, attempts }) => ({ index, status, attempts })), [
      { index: 2, status: 'fulfilled', attempts: 1 },
      { index: 0, status: 'rejected', attempts: 1 },
      { index: 1, status: 'fulfilled', attempts: 1 },
    ], 'what onOutcome was told')
    hasCode(reasonOf(told[1], 'the outcome of the first item'), 'PARMAP_TASK_FAILED', 'its failure')
  }),

  rule('9.9', 'onProgress counts items: first and last call for certain, at most ten a second between.', async (trial) => {
    const told: Progress[] = []
    await trial.executor().map(trial.tasks.wait, Array.from({ length: 60 }, () => 10), { errors: 'settle', batchSize: 10, onProgress: (progress) => { told.push(progress) } })
    const [first, last] = [told[0], told.at(-1)]
    equal({ completed: first?.completed, total: first?.total }, { completed: 0, total: 60 }, 'the first call')
    equal({ completed: last?.completed, failed: last?.failed, running: last?.running, total: last?.total }, { completed: 60, failed: 0, running: 0, total: 60 }, 'the last call')
    const between = told.slice(1, -1)
    const most = Math.floor(last!.ms / 100) + 1 // by the clock of the run itself, whatever the machine does
    holds(between.length <= most, `the calls between, in ${last!.ms} ms`, `at most ${most}`, between.map(({ ms }) => ms))
  }),
]

export const telling: Facet = facet('9 Outcomes and their telling', [...modes, ...reports])
