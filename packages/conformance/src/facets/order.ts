// Facet 1: results and starts have an order, whatever finishes first.

import { equal, readAll } from '../expectations.ts'
import { AsyncInput } from '../inputs.ts'
import { rule, type Facet } from '../rule.ts'
import type { Trial } from '../trial.ts'

const COUNT = 8

/** Lets items end from the last to the first, as far as the slots allow it. */
async function finishBackwards({ control }: Trial, slots: number): Promise<void> {
  await control.started(slots)
  for (let ended = 0; ended < COUNT; ended++) {
    await control.started(Math.min(COUNT, slots + ended))
    control.finish(control.current.at(-1)!)
  }
}

export const order: Facet = {
  title: '1 Order',
  rules: [
    rule('1.1', 'The results of map are in input order, whatever finishes first.', async (trial) => {
      const { control, tasks } = trial
      const results = trial.executor().map(tasks.steered, control.items(COUNT))
      await finishBackwards(trial, 4)
      equal(await results, [0, 1, 2, 3, 4, 5, 6, 7], 'the results of map, when the last item that runs always ends first')
    }),

    rule('1.2', 'The results of imap are in input order, whatever finishes first.', async (trial) => {
      const { control, tasks } = trial
      const read = readAll(trial.executor().imap(tasks.steered, control.items(COUNT), { window: COUNT }))
      await finishBackwards(trial, 4)
      equal(await read, { values: [0, 1, 2, 3, 4, 5, 6, 7], errors: [] }, 'the results of imap, when the last item that runs always ends first')
    }),

    rule('1.3', 'The results of imapUnordered are in completion order.', async (trial) => {
      const { control, tasks } = trial
      const stream = trial.executor().imapUnordered(tasks.steered, control.items(3), { window: COUNT })
      const first = stream.next()
      await control.started(3)
      control.finish(2)
      equal(await first, { done: false, value: 2 }, 'the first result of imapUnordered, when the third item ends first')
      control.finish(0)
      equal(await stream.next(), { done: false, value: 0 }, 'the second result, when the first item ends second')
      control.finish(1)
      equal(await readAll(stream), { values: [1], errors: [] }, 'the rest')
    }),

    rule('1.4', 'Items are read one next() at a time, in input order.', async (trial) => {
      const input = new AsyncInput({ count: 20, item: (index) => index })
      equal(await trial.executor({ workers: 1 }).map(trial.tasks.echo, input), [...Array(20).keys()], 'the results over an async input')
      equal({ atOnce: input.mostAtOnce, reads: input.reads }, { atOnce: 1, reads: 21 }, 'calls of next() that were unanswered at once, and in all')
    }),

    rule('1.5', 'Items start in input order where one slot runs them.', async (trial) => {
      const { control, tasks } = trial
      const results = trial.executor({ workers: 1, slots: 1 }).map(tasks.steered, control.items(20), { batchSize: 5 })
      control.finishRest()
      await results
      equal(control.keys, [...Array(20).keys()], 'the order in which items started')
    }),

    rule('1.6', 'Empty input gives [] and starts no worker.', async (trial) => {
      const executor = trial.executor()
      const before = executor.stats().workers
      equal(await executor.map(trial.tasks.echo, []), [], 'the results over no items')
      equal(await readAll(executor.imap(trial.tasks.echo, [])), { values: [], errors: [] }, 'the stream over no items')
      equal(await executor.forEach(trial.tasks.echo, []), undefined, 'what forEach gives over no items')
      const { workers, completed, failed } = executor.stats()
      equal({ workers, completed, failed }, { workers: before, completed: 0, failed: 0 }, 'the workers, and the items ended')
    }),
  ],
}
