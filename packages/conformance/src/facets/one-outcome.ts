// Facet 4: every item that was read ends once, whatever dies.

import type { Outcome, TaskError } from '@parmap/core'
import { equal, hasCode, holds, readAll } from '../expectations.ts'
import { range } from '../inputs.ts'
import { rule, type Facet, type Rule } from '../rule.ts'
import { JSON_SAMPLES } from '../samples.ts'
import { dyingItems } from './dying-items.ts'
import { holdsTheHost, leavesNoRejection } from './host.ts'

const COUNT = 48

const anOutcome: Rule = rule('4.1', 'Every item that was read ends in exactly one outcome.', async (trial) => {
  const { tasks } = trial
  const executor = trial.executor()
  const all = range(COUNT)
  for (const batchSize of ['auto', 5] as const) {
    const told: number[] = []
    const options = { errors: 'settle', batchSize, onOutcome: ({ index }: Outcome<unknown>) => { told.push(index) } } as const
    const runs: readonly (readonly [string, () => PromiseLike<unknown>])[] = [
      ['map', () => executor.map(tasks.fourWays, all, options)],
      ['imap', () => readAll(executor.imap(tasks.fourWays, all, options))],
      ['imapUnordered', () => readAll(executor.imapUnordered(tasks.fourWays, all, options))],
      ['forEach', async () => { await executor.forEach(tasks.fourWays, all, { ...options, errors: 'collect' }).catch(() => undefined) }],
    ]
    for (const [verb, run] of runs) {
      told.length = 0
      await run()
      equal(told.toSorted((a, b) => a - b), all, `the indexes of the outcomes of ${verb} over ${COUNT} items, with a batchSize of ${batchSize}`)
    }
  }
  const { completed, failed } = executor.stats()
  equal({ completed, failed }, { completed: 4 * COUNT, failed: 2 * COUNT }, `the items that gave a value, and that failed, of 8 runs over ${COUNT}`)
})

const thrown: Rule = rule('4.2', "A throw of anything is that item's failure, with the thrown value as its cause.", async (trial) => {
  const { tasks } = trial
  const executor = trial.executor()
  for (const task of [tasks.throwItem, tasks.rejectItem]) {
    const values = Object.entries(JSON_SAMPLES)
    const records = await executor.map(task, values.map(([, make]) => make()), { errors: 'settle' })
    equal(records.map(({ status }) => status), values.map(() => 'rejected'), `the records of tasks that threw ${values.map(([name]) => name).join(', ')}`)
    for (const [place, record] of records.entries()) {
      const { reason } = record as { readonly reason: TaskError }
      const [name, make] = values[place]!
      hasCode(reason, 'PARMAP_TASK_FAILED', `the failure of a task that threw ${name}`)
      holds('cause' in reason, `the failure of a task that threw ${name}`, 'a cause, also where it is undefined', reason)
      equal({ cause: reason.cause, index: reason.index }, { cause: make(), index: place }, `the cause and the index where a task threw ${name}`)
    }
  }
})

const once: Rule = rule('4.3', 'A second outcome of an item is dropped.', async (trial) => {
  const { control, tasks } = trial
  const executor = trial.executor()
  equal(await executor.map(tasks.settleTwice, range(12)), range(12), 'the results of tasks that give a value, then fail, then give another')

  const told: unknown[] = []
  const items = [control.item(0, { heeds: false })]
  const [record] = await executor.map(tasks.steered, items, { errors: 'settle', timeout: 20, onOutcome: ({ status }) => { told.push(status) } })
  control.finishRest()
  await executor.idle()
  equal({ told, record: record?.status }, { told: ['rejected'], record: 'rejected' }, 'what was told of an item that gave a value after its timeout, and its record')
  const { completed, failed } = executor.stats()
  equal({ completed, failed }, { completed: 12, failed: 1 }, 'the items that ended well, and that failed')
})

export const oneOutcome: Facet = {
  title: '4 One outcome',
  rules: [
    anOutcome, thrown, once,
    ...dyingItems,
    holdsTheHost, leavesNoRejection,
  ],
}
