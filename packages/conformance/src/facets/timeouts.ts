// Facet 7, of items that take too long: when they are told, and what becomes of their slots.

import { equal, hasCode, reasonOf, rejection } from '../expectations.ts'
import { noKilling, sharedHeap } from '../needs.ts'
import { rule, type Rule } from '../rule.ts'

export const timeouts: readonly Rule[] = [
  rule('7.10', 'An item that takes longer than timeout fails with PARMAP_TIMEOUT at once, whether or not it stops.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 2 })
    const results = executor.map(tasks.steered, [control.item(0), control.item(1, { heeds: false })], { timeout: 40, errors: 'settle' })
    await control.begun(1)
    const records = await results
    for (const record of records) hasCode(reasonOf(record, 'the record of an item that takes too long'), 'PARMAP_TIMEOUT', 'its failure')
    equal(control.current.includes(1), true, 'whether the item that heeds no signal still runs when its failure is told')
    equal(await executor.submit(tasks.echo, 'in time', { timeout: 10_000 }), 'in time', 'the value of an item that ends in time')
  }),

  rule('7.11', 'Where nothing can be killed, an item that does not stop keeps its slot for the grace, then counts as detached, apart from running.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 1 })
    const late = rejection(executor.submit(tasks.steered, control.item(0, { heeds: false }), { timeout: 30 }), 'submit that takes too long')
    await control.begun(0)
    await late
    const next = executor.submit(tasks.steered, control.item(1))
    await trial.quiet()
    equal(control.keys.includes(1), false, 'whether the next item has started while the one that does not stop has its grace')
    await control.begun(1)
    const { running, detached } = executor.stats()
    equal({ running, detached }, { running: 1, detached: 1 }, 'what stats() shows once the next item has its slot')
    control.finish(0)
    control.finish(1)
    await next
    await trial.until(() => executor.stats().detached === 0)
  }, noKilling),

  rule('7.12', 'At most concurrency items are detached; further ones keep their slots.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 1 })
    await rejection(executor.submit(tasks.steered, control.item(0, { heeds: false }), { timeout: 20 }), 'the first submit that takes too long')
    await rejection(executor.submit(tasks.steered, control.item(1, { heeds: false }), { timeout: 20 }), 'the second submit that takes too long')
    const third = executor.submit(tasks.steered, control.item(2))
    await trial.pass(GRACE_MS)
    const { detached } = executor.stats()
    equal({ started: control.keys, detached }, { started: [0, 1], detached: 1 }, 'the items started, and detached, on one slot after two that do not stop')
    control.finish(1)
    control.finish(2)
    equal(await third, 2, 'the value of the third item, once the second has ended')
    control.finish(0)
  }, noKilling),

  rule('7.13', 'A synchronous item on the event loop is not interrupted: its own outcome stands.', async (trial) => {
    const records = await trial.executor().map(trial.tasks.spin, [60, 1], { timeout: 20, errors: 'settle' })
    const seen = records.map((record) => (record.status === 'fulfilled' ? record.value : record.reason.code))
    equal(seen, [60, 1], 'what became of synchronous items, the first of which took longer than its timeout')
  }, sharedHeap),
]

// A little more than the grace of a second.
const GRACE_MS = 1_100
