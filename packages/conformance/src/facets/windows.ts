// Facet 3, of streams: how far they read ahead of their reader, and what they keep.

import { collectGarbage } from '../collect-garbage.ts'
import { equal, holds } from '../expectations.ts'
import { SyncInput } from '../inputs.ts'
import { rule, type Rule } from '../rule.ts'

const MOST = 65_536

/** The verbs that stream, each with the key of its first item. */
const STREAMS = [['imap', 0], ['imapUnordered', 1_000]] as const

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
    await stream.return(undefined)

    const others = new SyncInput({ count: 100, item: (index) => control.item(1_000 + index) })
    const unordered = trial.executor().imapUnordered(tasks.steered, others, { window: 6 })
    const soonest = unordered.next()
    await control.begun(1_001)
    control.finish(1_001)
    equal((await soonest).value, 1_001, 'the first value of imapUnordered, where the first item is slow')
    for (const key of [1_002, 1_003, 1_004, 1_005, 1_006]) {
      await control.begun(key)
      control.finish(key)
    }
    await trial.quiet()
    equal(others.reads, 7, 'the items that imapUnordered read with a window of 6, after one result has been taken')
    control.finishRest()
    await unordered.return(undefined)
  }),

  rule('3.7', 'A given window caps concurrency and batch.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 2, slots: 2 })
    for (const [verb, key] of STREAMS) {
      const stream = executor[verb](tasks.steered, control.items(10, key), { window: 1, concurrency: 4, batchSize: 10 })
      const first = stream.next()
      await control.begun(key)
      await trial.quiet()
      equal(control.keys.filter((started) => started >= key), [key], `the items that ${verb} started with a window of 1`)
      for (let n = 0; n < 10; n++) control.finish(key + n)
      await first
      for await (const _value of stream);
      equal(control.most, 1, 'the most items that ran at once with a window of 1')
    }
  }),

  rule('3.8', 'Without a window it is min(65,536, max(2 × concurrency, two batches per worker)).', async (trial) => {
    const { control, tasks } = trial
    for (const [verb] of STREAMS) {
      const executor = trial.executor({ workers: 2, slots: 4 }) // of its own, so that stats() tells of no run before
      const starts = control.starts.length
      const input = new SyncInput({ count: 100_000, item: () => control.item(control.nextKey()) })
      const stream = executor[verb](tasks.steered, input, { batchSize: 1 })
      const first = stream.next()
      await control.started(starts + 8)
      await trial.quiet()
      equal(executor.stats().runs.at(-1)?.window, 16, `the window of ${verb} in stats(), with 8 slots and batches of one item`)
      holds(input.reads <= 16, 'the items read meanwhile', 'at most 16', input.reads)
      for (const key of control.current) control.finish(key)
      await first
      await stream.return(undefined)
      await executor.idle()
      const wide = executor[verb](tasks.echo, new SyncInput({ count: 1, item: () => 1 }), { batchSize: 1_000_000 })
      await wide.next()
      equal(executor.stats().runs.at(-1)?.window, MOST, `the window of ${verb} in stats() where batches are as large as can be`)
      await wide.return(undefined)
    }
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
