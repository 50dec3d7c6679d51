// Facet 3: how much runs at once, how far input is read ahead, and whose turn it is.

import type { Executor } from '@parmap/core'
import { equal, holds, rejection } from '../expectations.ts'
import { numbers } from '../inputs.ts'
import { facet, rule, type Facet, type Rule } from '../rule.ts'
import { windows } from './windows.ts'

const runStats = (executor: Executor) => executor.stats().runs.at(-1)!

const concurrency: readonly Rule[] = [
  rule('3.1', 'Never more than concurrency items run at once.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 2, slots: 2 })
    const runs = [executor.map(tasks.steered, control.items(30)), executor.forEach(tasks.steered, control.items(30, 100), { batchSize: 5 })]
    await control.started(4)
    await trial.quiet()
    for (let ended = 0; ended < 20; ended++) {
      control.finish(control.current[0]!)
      await control.started(5 + ended)
    }
    await trial.quiet()
    control.finishRest()
    await Promise.all(runs)
    equal(control.most, 4, 'the most items of two runs that ran at once, with 4 slots')
  }),

  rule('3.2', 'With items enough, concurrency items run at once.', async (trial) => {
    const { control, tasks } = trial
    const results = trial.executor({ workers: 2, slots: 4 }).map(tasks.steered, control.items(16))
    await control.started(8) // or it hangs: none ends before all slots are taken
    equal(control.most >= 8, true, 'whether 8 items ran at once, with 8 slots')
    control.finishRest()
    await results
  }),

  rule('3.3', 'A run’s concurrency above the executor’s is lowered to it, and stats() shows the value in force.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 2 })
    const results = executor.map(tasks.steered, control.items(6), { concurrency: 50 })
    await control.started(2)
    await trial.quiet()
    equal({ running: control.most, concurrency: runStats(executor).concurrency }, { running: 2, concurrency: 2 }, 'what runs, and the concurrency in stats(), where 50 was asked for and the executor has 2')
    control.finishRest()
    await results
  }),

  rule('3.4', 'A run’s concurrency below the executor’s bounds that run.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 2, slots: 2 })
    const results = executor.map(tasks.steered, control.items(8), { concurrency: 2 })
    await control.started(2)
    await trial.quiet()
    equal(control.keys.length, 2, 'the items started of a run with a concurrency of 2, on 4 slots')
    equal(runStats(executor).concurrency, 2, 'its concurrency in stats()')
    control.finishRest()
    await results
    equal(control.most, 2, 'the most of its items that ran at once')
  }),

  rule('3.5', 'The bound holds after timeouts, aborts and retries.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 2, slots: 1 })
    // Both time out, heed no signal, and go on for a while: their slots are not free before they have ended.
    const timedOut = executor.map(tasks.steered, control.items(2, 0, { heeds: false }), { timeout: 50, errors: 'settle' })
    await control.begun(0)
    await control.begun(1)
    await timedOut
    const next = executor.map(tasks.steered, control.items(2, 10), { retries: { limit: 1, delay: 0 } })
    await trial.quiet()
    control.finish(0)
    control.finish(1)
    await control.begun(10)
    await control.begun(11)
    control.fail(10)
    await control.begun(10, 2)
    await trial.quiet()
    holds(control.most <= 2, 'the most items that ran at once, with 2 slots', 'at most 2', control.most)
    control.finishRest()
    await next
  }),

  rule('3.11', 'concurrency may be set while runs are under way.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 4 })
    executor.concurrency = 1
    const results = executor.map(tasks.steered, control.items(12), { batchSize: 1 })
    await control.started(1)
    await trial.quiet()
    equal(control.keys.length, 1, 'the items started with a concurrency of 1')
    executor.concurrency = 4
    await control.started(4)
    equal(control.most, 4, 'the items that run after it was set to 4')
    executor.concurrency = 2
    for (const key of control.current) control.finish(key)
    await control.started(6)
    await trial.quiet()
    equal(control.keys.length, 6, 'the items started in all after it was set to 2, and the four had ended')
    control.finishRest()
    await results
  }),
]

const turn: readonly Rule[] = [
  rule('3.9', 'Runs of higher priority go first.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 1 })
    const runs = [executor.map(tasks.steered, control.items(3)), executor.map(tasks.steered, control.items(3, 10)), executor.map(tasks.steered, control.items(3, 20), { priority: 5 })]
    control.finishRest()
    await Promise.all(runs)
    equal(control.keys.slice(0, 3), [20, 21, 22], 'the items that started first, of three runs the last of which has a higher priority')
  }),

  rule('3.10', 'Equal runs share the slots in turn.', async (trial) => {
    // In batches that follow measured times each may hold the slot for as many items as seem quick: only that none starves is sure then.
    for (const [batchSize, least, from] of [[1, 5, 0], ['auto', 2, 100]] as const) {
      const { control, tasks } = trial
      const executor = trial.executor({ workers: 1, slots: 1 })
      const second = from + 20
      const runs = [from, second].map((first) => executor.map(tasks.steered, control.items(20, first), { batchSize }))
      const before = control.starts.length
      await control.started(before + 1)
      for (let ended = 1; ended < 20; ended++) {
        control.finish(control.current[0]!)
        await control.started(before + ended + 1)
      }
      const started = control.keys.slice(before)
      const ofFirst = started.filter((key) => key < second).length
      holds(ofFirst >= least && ofFirst <= 20 - least, `the items of the first of two equal runs among the first 20 that started, batchSize ${batchSize}`, `${least} to ${20 - least}`, ofFirst)
      for (let key = from; key < second + 20; key++) if (control.current.includes(key) || !started.includes(key)) control.finish(key)
      await Promise.all(runs)
    }
  }),

  rule('3.12', 'After pause() nothing starts until resume(); what runs goes on.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 2 })
    const results = executor.map(tasks.steered, control.items(40), { batchSize: 20 })
    await control.started(2)
    executor.pause()
    await trial.quiet() // what has been sent may have to be called back
    // A worker that is slow to hear of it may start some more; one that does not heed it starts them all.
    await trial.until(() => {
      for (const key of control.current) control.finish(key)
      return executor.stats().running === 0
    })
    await trial.quiet()
    holds(control.keys.length < 20, 'the items started before and during the pause, of 40', 'fewer than a batch of 20', control.keys.length)
    executor.resume()
    control.finishRest()
    equal((await results).length, 40, 'the results after resume()')
  }),

  rule('3.13', 'The event loop gets its turns during unbroken work.', async (trial) => {
    const executor = trial.executor()
    const controller = new AbortController()
    // Without turns for timers, an endless run of quick items could never be stopped: the test would hang.
    const timer = setTimeout(() => { controller.abort('stopped by a timer') }, 20)
    const reason = await rejection(executor.forEach(trial.tasks.echoLater, numbers(3_000_000), { signal: controller.signal }), 'three million quick items that a timer is to stop')
    clearTimeout(timer)
    equal(reason, 'stopped by a timer', 'what ended them')
  }),
]

export const bounds: Facet = facet('3 Bounds', [...concurrency, ...windows, ...turn])
