// Facet 7: how runs and items are ended, and what is told of it.

import type { Executor, MapOptions } from '@parmap/core'
import { getEventListeners } from 'node:events'
import { equal, holds, readAll, rejection } from '../expectations.ts'
import { AsyncInput, SyncInput } from '../inputs.ts'
import type { KitTasks } from '../kit-tasks.ts'
import { facet, rule, type Facet, type Rule } from '../rule.ts'
import type { SteeredItem } from '../steering.ts'
import type { Trial } from '../trial.ts'
import { killing } from './killing.ts'
import { timeouts } from './timeouts.ts'

type Verb = (executor: Executor, tasks: KitTasks, items: AsyncInput<SteeredItem>, options: MapOptions) => Promise<unknown>

const VERBS: Readonly<Record<string, Verb>> = {
  map: (executor, { steered }, items, options) => executor.map(steered, items, options),
  'map with `settle`': (executor, { steered }, items, options) => executor.map(steered, items, { ...options, errors: 'settle' }),
  forEach: (executor, { steered }, items, options) => executor.forEach(steered, items, options as MapOptions<unknown, 'stop'>),
  'map with `collect`': (executor, { steered }, items, options) => executor.map(steered, items, { ...options, errors: 'collect' }),
  imap: async (executor, { steered }, items, options) => { await thrownBy(executor.imap(steered, items, options)) },
  submit: async (executor, { steered }, items, options) => executor.submit(steered, (await items[Symbol.asyncIterator]().next()).value as SteeredItem, options),
  imapUnordered: async (executor, { steered }, items, options) => { await thrownBy(executor.imapUnordered(steered, items, { ...options, errors: 'collect' })) },
}

/** Throws what reading a stream to its end throws. */
async function thrownBy(stream: AsyncIterable<unknown>): Promise<void> {
  const { errors } = await readAll(stream)
  for (const error of errors) throw error
}

/** An endless input of steered items. */
function steeredInput({ control }: Trial): AsyncInput<SteeredItem> {
  return new AsyncInput({ count: Infinity, item: () => control.item(control.nextKey()) })
}

const runs: readonly Rule[] = [
  rule('7.1', 'Leaving a stream stops the reading at once and calls the input’s return() once.', async (trial) => {
    const { control, tasks } = trial
    const input = new SyncInput({ count: Infinity, item: (index) => control.item(index) })
    const stream = trial.executor().imap(tasks.steered, input, { window: 4 })
    const first = stream.next()
    await control.started(4)
    control.finish(0)
    await first
    const left = stream.return(undefined)
    const { reads } = input
    await left
    control.finishRest()
    await trial.quiet()
    await stream.return(undefined)
    equal({ readsAfter: input.reads - reads, returns: input.returns }, { readsAfter: 0, returns: 1 }, 'the items read after a stream was left, and the calls of the input’s return()')
    equal(await stream.next(), { done: true, value: undefined }, 'what next() gives after that')
  }),

  rule('7.2', 'An abort ends the run with the signal’s reason, unwrapped, in every mode.', async (trial) => {
    const executor = trial.executor()
    for (const [name, verb] of Object.entries(VERBS)) {
      const controller = new AbortController()
      const reason = new Error(`enough of ${name}`)
      const starts = trial.control.starts.length
      const error = rejection(verb(executor, trial.tasks, steeredInput(trial), { signal: controller.signal }), `${name} of a signal that is aborted`)
      await trial.control.started(starts + 1)
      controller.abort(reason)
      equal((await error) === reason, true, `whether ${name} throws the very reason of the signal`)
    }
    const before = executor.map(trial.tasks.echo, [1], { signal: AbortSignal.abort('before') })
    equal(await rejection(before, 'map of a signal that was aborted before'), 'before', 'what map of a signal that was aborted before rejects with')
  }),

  rule('7.3', 'Abort and failure stop the reading at once and call the input’s return() once.', async (trial) => {
    const executor = trial.executor()
    for (const how of ['abort', 'failure'] as const) {
      const controller = new AbortController()
      const input = steeredInput(trial)
      const starts = trial.control.starts.length
      const error = rejection(executor.map(trial.tasks.steered, input, { signal: controller.signal }), `map ended by ${how}`)
      await trial.control.started(starts + 4)
      if (how === 'abort') controller.abort('enough')
      else trial.control.fail(trial.control.starts.at(-4)!.key)
      await error
      const { reads } = input
      await trial.quiet()
      equal({ readsAfter: input.reads - reads, returns: input.returns }, { readsAfter: 0, returns: 1 }, `the items read after ${how}, and the calls of the input’s return()`)
    }
  }),

  rule('7.4', 'The caller is told after the input’s return() has ended, which is awaited for at most a second.', async (trial) => {
    const executor = trial.executor({ workers: 1 })
    const told: string[] = []
    const slow = new AsyncInput({ count: Infinity, item: (index) => index, onReturn: async () => {
      await trial.quiet()
      told.push('returned')
    } })
    const [polite, impatient] = [new AbortController(), new AbortController()]
    const first = rejection(executor.forEach(trial.tasks.echo, slow, { signal: polite.signal }), 'forEach that is aborted').then((error) => { told.push(`rejected with ${String(error)}`) })
    await trial.until(() => slow.reads > 3)
    polite.abort('enough')
    await first
    equal(told, ['returned', 'rejected with enough'], 'what came first, where return() takes a while')
    const hanging = new AsyncInput({ count: Infinity, item: (index) => index, onReturn: () => new Promise<void>(() => undefined) })
    const second = rejection(executor.forEach(trial.tasks.echo, hanging, { signal: impatient.signal }), 'forEach over an input whose return() hangs')
    await trial.until(() => hanging.reads > 3)
    impatient.abort('enough')
    const first3s = await Promise.race([second, trial.pass(3_000).then(() => 'nothing for three seconds')])
    equal(first3s, 'enough', 'what forEach rejects with where return() never ends')
  }),

  rule('7.5', 'No listener is left on the caller’s signal.', async (trial) => {
    const executor = trial.executor()
    const { signal } = new AbortController()
    await executor.map(trial.tasks.echo, [1, 2, 3], { signal })
    await readAll(executor.imap(trial.tasks.echo, [1, 2, 3], { signal }))
    await executor.map(trial.tasks.evenOrFail, [1], { signal, errors: 'settle' })
    await rejection(executor.map(trial.tasks.evenOrFail, [1], { signal }), 'map of an odd number')
    await executor.submit(trial.tasks.echo, 1, { signal })
    const left = executor.imapUnordered(trial.tasks.echo, [1, 2, 3], { signal })
    await left.next()
    await left.return(undefined)
    const ended = trial.executor({ workers: 1 })
    const run = rejection(ended.map(trial.tasks.steered, [trial.control.item(0)], { signal }), 'map of an executor that is terminated')
    await trial.control.begun(0)
    await ended.terminate()
    await run
    equal(getEventListeners(signal, 'abort').length, 0, 'the listeners on the signal after seven runs')
  }),

  rule('7.6', 'What runs is told by its own signal, whether it was aborted, timed out or left.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor()
    const controller = new AbortController()
    const aborted = rejection(executor.map(tasks.steered, [control.item(1)], { signal: controller.signal }), 'map that is aborted')
    await control.begun(1)
    controller.abort(new Error('enough'))
    await control.aborted(1)
    await aborted
    await rejection(executor.submit(tasks.steered, control.item(2), { timeout: 30 }), 'submit that takes too long')
    await control.aborted(2)
    const stream = executor.imap(tasks.steered, [control.item(3)])
    void stream.next()
    await control.begun(3)
    await stream.return(undefined)
    await control.aborted(3)
    const failed = rejection(executor.map(tasks.steered, [control.item(4), control.item(5)]), 'map of which one item fails')
    await control.begun(4)
    await control.begun(5)
    control.fail(4)
    await failed
    await control.aborted(5)
    equal(control.aborts.map(({ key }) => key), [1, 2, 3, 5], 'the items whose signal was aborted')
    holds(control.aborts[0]!.reason.includes('enough'), 'the reason that an aborted item sees', 'the caller’s, “enough”', control.aborts[0]!.reason)
  }),

  rule('7.9', 'A cancel never reaches another item than the one it was for.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 2 })
    for (let round = 0; round < 20; round++) {
      const controller = new AbortController()
      const [guilty, innocent, next] = [round * 10, round * 10 + 1, round * 10 + 2]
      const other = executor.submit(tasks.steered, control.item(innocent))
      const aborted = rejection(executor.submit(tasks.steered, control.item(guilty), { signal: controller.signal }), 'submit that is aborted')
      await control.begun(innocent)
      await control.begun(guilty)
      const after = executor.submit(tasks.steered, control.item(next))
      control.finish(guilty) // at the same moment as the abort: the next item starts in its slot
      controller.abort('enough')
      await aborted
      await control.begun(next)
      control.finish(innocent)
      control.finish(next)
      equal([await other, await after], [innocent, next], `the values of the items beside and after an aborted one, in round ${round}`)
    }
    await trial.quiet()
    const reached = control.aborts.filter(({ key }) => key % 10 !== 0).map(({ key }) => key)
    equal(reached, [], 'the innocent items whose signal was aborted')
  }),

  rule('7.14', 'idle() resolves when everything has stopped, and not before.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor()
    await executor.idle()
    const results = executor.map(tasks.steered, control.items(2, 0, { heeds: false }))
    let isIdle = false
    const idle = executor.idle().then(() => { isIdle = true })
    await control.started(2)
    control.finish(0)
    await trial.quiet()
    equal(isIdle, false, 'whether idle() has resolved while an item runs')
    control.finish(1)
    await results
    await idle
    const { running, waiting, detached } = executor.stats()
    equal({ running, waiting, detached }, { running: 0, waiting: 0, detached: 0 }, 'what goes on when idle() has resolved')
  }),
]

export const stopping: Facet = facet('7 Stopping', [...runs, ...killing, ...timeouts])
