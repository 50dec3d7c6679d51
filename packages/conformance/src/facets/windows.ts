// Facet 3, of streams: how far they read ahead of their reader, and what they keep.

import { collectGarbage } from '../collect-garbage.ts'
import { equal, holds } from '../expectations.ts'
import { SyncInput } from '../inputs.ts'
import { rule, type Rule } from '../rule.ts'

const MOST = 65_536

export const windows: readonly Rule[] = [
  rule('3.6', 'A stream reads at most window items ahead of its reader, one slow head included.', async (trial) => {
    const { control, tasks } = trial
    const input = new SyncInput({ count: 100, item: (index) => control.item(index) })
    const stream = trial.executor().imap(tasks.steered, input, { window: 6 })
    const first = stream.next()
    await control.started(4)
    for (const key of [1, 2, 3, 4, 5]) {
      await control.begun(key)
      control.finish(key)
    }
    await trial.quiet()
    equal(input.reads, 6, 'the items read with a window of 6, while the first one is slow and five have ended')
    control.finish(0)
    await first
    await trial.until(() => input.reads > 6)
    await trial.quiet()
    equal(input.reads, 7, 'the items read after one result has been taken')
    control.finishRest()
    await stream.return(undefined)
  }),

  rule('3.7', 'A given window caps concurrency and batch.', async (trial) => {
    const { control, tasks } = trial
    const stream = trial.executor({ workers: 2, slots: 2 }).imap(tasks.steered, control.items(10), { window: 1, concurrency: 4, batchSize: 10 })
    const first = stream.next()
    await control.started(1)
    await trial.quiet()
    equal(control.keys, [0], 'the items started with a window of 1')
    control.finishRest()
    await first
    for await (const _value of stream);
    equal(control.most, 1, 'the most items that ran at once with a window of 1')
  }),

  rule('3.8', 'Without a window it is min(65,536, max(2 × concurrency, two batches per worker)).', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 2, slots: 4 })
    const input = new SyncInput({ count: 100_000, item: (index) => control.item(index) })
    const stream = executor.imap(tasks.steered, input, { batchSize: 1 })
    const first = stream.next()
    await control.started(8)
    await trial.quiet()
    equal(executor.stats().runs.at(-1)?.window, 16, 'the window in stats(), with 8 slots and batches of one item')
    holds(input.reads <= 16, 'the items read meanwhile', 'at most 16', input.reads)
    control.finishRest()
    await first
    await stream.return(undefined)
    const wide = executor.imap(tasks.echo, new SyncInput({ count: 1, item: () => 1 }), { batchSize: 1_000_000 })
    await wide.next()
    equal(executor.stats().runs.at(-1)?.window, MOST, 'the window in stats() where batches are as large as can be')
    await wide.return(undefined)
  }),

  rule('3.14', 'What has been handed over is let go.', async (trial) => {
    const kept: WeakRef<object>[] = []
    const input = new SyncInput({ count: 1_000, item: () => {
      const item = { text: 'an item' }
      kept.push(new WeakRef(item))
      return item
    } })
    const stream = trial.executor().imap(trial.tasks.echo, input, { window: 50 })
    for (let taken = 0; taken < 500; taken++) await stream.next()
    const alive = (): number => kept.slice(0, 400).filter((item) => item.deref() !== undefined).length
    await collectGarbage()
    holds(alive() <= 50, 'of 400 items whose results were taken, those that are still in memory', 'at most 50', alive())
    await stream.return(undefined)
  }),
]
