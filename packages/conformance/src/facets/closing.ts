// Facet 8: how executors end.

import type { Executor, Functions } from '@parmap/core'
import { equal, hasCode, readAll, rejection } from '../expectations.ts'
import { SyncInput } from '../inputs.ts'
import { functionsHere } from '../needs.ts'
import { rule, type Facet } from '../rule.ts'

export const closing: Facet = {
  title: '8 Closing',
  rules: [
    rule('8.1', 'After close() new runs are refused with PARMAP_CLOSED.', async (trial) => {
      const { echo } = trial.tasks
      const executor = trial.executor()
      await executor.map(echo, [1])
      await executor.close()
      hasCode(await rejection(executor.map(echo, [1]), 'map after close()'), 'PARMAP_CLOSED', 'what map rejects with')
      hasCode(await rejection(executor.forEach(echo, [1]), 'forEach after close()'), 'PARMAP_CLOSED', 'what forEach rejects with')
      hasCode(await rejection(executor.submit(echo, 1), 'submit after close()'), 'PARMAP_CLOSED', 'what submit rejects with')
      hasCode(await rejection(executor.imap(echo, [1]).next(), 'imap after close()'), 'PARMAP_CLOSED', 'what next() of imap rejects with')
      hasCode(await rejection(executor.imapUnordered(echo, [1]).next(), 'imapUnordered after close()'), 'PARMAP_CLOSED', 'what next() of imapUnordered rejects with')
    }),

    rule('8.2', 'map, forEach and submit that had begun run to their end.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor({ workers: 1, slots: 2 })
      const results = executor.map(tasks.steered, control.items(6))
      const done = executor.forEach(tasks.steered, control.items(2, 10))
      const one = executor.submit(tasks.steered, control.item(20))
      await control.started(2)
      const isClosed = executor.close()
      control.finishRest()
      equal(await results, [0, 1, 2, 3, 4, 5], 'the results of a map that had begun')
      equal([await done, await one], [undefined, 20], 'what forEach and submit give that had begun')
      await isClosed
      equal(control.keys.length, 9, 'the items started in all')
    }),

    rule('8.3', 'Streams read no more; what was read stays readable, then next() throws PARMAP_CLOSED.', async (trial) => {
      const { control, tasks } = trial
      for (const [verb, key] of [['imap', 0], ['imapUnordered', 1_000]] as const) {
        const executor = trial.executor({ workers: 1, slots: 2 })
        const input = new SyncInput({ count: Infinity, item: (index) => control.item(key + index) })
        const stream = executor[verb](tasks.steered, input, { window: 4 })
        const first = stream.next()
        await control.begun(key + 1)
        const isClosed = executor.close()
        const { reads } = input
        for (let n = 0; n < reads; n++) control.finish(key + n)
        await first
        const { values, errors } = await readAll(stream)
        equal(values.length + 1, reads, `the values of ${verb}, after close(), as many as the items read before`)
        hasCode(errors[0], 'PARMAP_CLOSED', 'what its next() throws after them')
        equal({ readsAfter: input.reads - reads, returns: input.returns }, { readsAfter: 0, returns: 1 }, 'the items read after close(), and the calls of the input’s return()')
        await isClosed
      }
    }),

    rule('8.4', 'close() resolves when nothing runs any more; it waits for no reader and no detached item.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor({ workers: 1, slots: 1 })
      const unread = executor.imap(tasks.echo, [1, 2, 3], { window: 3 })
      await unread.next()
      const isStuck = rejection(executor.submit(tasks.steered, control.item(0, { heeds: false }), { timeout: 20 }), 'submit that takes too long')
      await isStuck
      const last = executor.submit(tasks.steered, control.item(1))
      let isClosed = false
      const closed = executor.close().then(() => { isClosed = true })
      await control.begun(1) // in the slot of the stuck one, which is detached by now, or killed
      await trial.quiet()
      equal(isClosed, false, 'whether close() has resolved while an item runs')
      control.finish(1)
      await closed
      equal(await last, 1, 'the value of the last item')
    }),

    rule('8.5', 'terminate() rejects everything unfinished with its reason, by default with PARMAP_TERMINATED.', async (trial) => {
      const { control, tasks } = trial
      const reason = new Error('it is over')
      const executor = trial.executor({ workers: 1, slots: 1 })
      const runs = [
        executor.map(tasks.steered, control.items(3), { errors: 'settle' }),
        executor.forEach(tasks.steered, control.items(3, 10)),
        executor.submit(tasks.steered, control.item(20)),
        executor.imap(tasks.steered, control.items(3, 30)).next(),
      ].map((run) => rejection(run, 'a run of an executor that is terminated'))
      await control.started(1)
      await executor.terminate(reason)
      equal((await Promise.all(runs)).map((error) => error === reason), [true, true, true, true], 'whether map, forEach, submit and imap throw the very reason of terminate()')
      const other = trial.executor({ workers: 1, slots: 1 })
      const run = rejection(other.map(tasks.steered, [control.item(40)]), 'map of an executor that is terminated')
      await control.begun(40)
      await other.terminate()
      hasCode(await run, 'PARMAP_TERMINATED', 'what map rejects with after terminate() without a reason')
    }),

    rule('8.6', 'close() and terminate() may be called again.', async (trial) => {
      const executor = trial.executor()
      await executor.map(trial.tasks.echo, [1, 2])
      const calls = [executor.close(), executor.close(), executor.terminate(), executor.close(), executor.terminate('again')]
      equal(await Promise.all(calls), [undefined, undefined, undefined, undefined, undefined], 'what close() and terminate() give when they are called again and again')
    }),

    rule('8.7', 'Both may be called in a task of the same executor.', async (trial) => {
      const closes = trial.executor() as Executor<Functions>
      const results = await closes.map(async (n: number) => {
        if (n === 1) await closes.close()
        return n
      }, [0, 1, 2, 3])
      equal(results, [0, 1, 2, 3], 'the results of a map, one task of which awaits close()')
      const terminates = trial.executor() as Executor<Functions>
      const run = terminates.map(async (n: number) => {
        if (n === 1) await terminates.terminate('in a task')
        return n
      }, [0, 1, 2, 3])
      equal(await rejection(run, 'a map, one task of which terminates'), 'in a task', 'what it rejects with')
    }, functionsHere),
  ],
}
