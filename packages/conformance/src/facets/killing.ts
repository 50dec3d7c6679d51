// Facet 7, the rules about force: what becomes of an item that does not stop, and of those beside it.

import { equal, hasCode, holds, rejection } from '../expectations.ts'
import { all, atMostOnce, killing as needsKilling } from '../needs.ts'
import { rule, type Rule } from '../rule.ts'

const TIMEOUT_MS = 50
// Not that of an innocent item, nor likely in any other text of an error.
const GUILTY = 37
/** Longer than a grace. */
const COMPUTES_MS = 1_500

export const killing: readonly Rule[] = [
  rule('7.7', 'An item that does not stop is killed after the grace, where the backend can kill.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ slots: 1 })
    const caller = new AbortController()
    control.order(0, { end: 'block' }) // deaf to everything, from the start or, on a busy machine, from a little after its timeout
    const late = executor.submit(tasks.steered, control.item(0, { heeds: false }), { timeout: TIMEOUT_MS })
    const left = executor.submit(tasks.steered, control.item(1, { heeds: false }), { signal: caller.signal })
    await control.begun(1)
    caller.abort(new Error('no more'))
    hasCode(await rejection(late, 'the item that blocks its worker'), 'PARMAP_TIMEOUT', 'the failure of an item that blocks its worker')
    equal((await rejection(left, 'the aborted item') as Error).message, 'no more', 'the error of the aborted item')
    await executor.idle()
    const run = executor.map(tasks.steered, control.items(2, 10))
    for (const key of [10, 11]) await control.begun(key)
    control.finishRest()
    equal(await run, [10, 11], 'the results of a run of as many items as slots, once two items have been killed')
  }, needsKilling),

  rule('7.8', 'When a worker is killed for one item, others on it are re-run where that is allowed, else lost, naming the guilty one.', async (trial) => {
    const { control, tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 4 })
    const caller = new AbortController()
    for (let key = 0; key < GUILTY; key++) control.finish(key)
    const guilty = executor.map(tasks.steered, control.items(GUILTY + 1, 0, { heeds: false }), { signal: caller.signal })
    await control.begun(GUILTY)
    const lost = executor.submit(tasks.steered, control.item(100))
    const again = executor.submit(tasks.steered, control.item(101), { idempotent: true })
    await control.begun(100)
    const inTime = executor.submit(tasks.steered, control.item(102))
    await control.begun(101)
    await control.begun(102)
    caller.abort(new Error('no more'))
    control.finish(102) // long before the grace is over
    equal(await inTime, 102, 'the result of an item beside the guilty one that ends within the grace')
    await rejection(guilty, 'the run of the guilty item')
    const error = await rejection(lost, 'the item beside the guilty one')
    hasCode(error, 'PARMAP_WORKER_LOST', 'the failure of the item beside the guilty one')
    const text = `${(error as Error).message} ${String((error as Error).cause)}`
    holds(new RegExp(`\\b${GUILTY}\\b`, 'u').test(text), 'its message and that of its cause', `the index of the guilty item, ${GUILTY}`, text)
    await control.begun(101, 2)
    control.finish(101)
    equal(await again, 101, 'the result of the idempotent item beside the guilty one')
    equal(control.starts.filter(({ key }) => key >= 100).map(({ key, attempt }) => [key, attempt]).sort(), [[100, 1], [101, 1], [101, 2], [102, 1]], 'the starts of the three, with their attempts')
  }, all(needsKilling, atMostOnce)),

  rule('7.15', 'An item that is stopped before it has begun does not cost those that run in its worker anything.', async (trial) => {
    const { tasks } = trial
    const executor = trial.executor({ workers: 1, slots: 2 })
    const caller = new AbortController()
    // The worker is there, and has loaded the one task alone: the item that computes begins at once, and before the other.
    await executor.submit(tasks.spin, 0)
    const computing = executor.submit(tasks.spin, COMPUTES_MS)
    const waiting = executor.submit(tasks.echo, 'waiting', { signal: caller.signal }) // as long as the other computes
    await trial.until(() => executor.stats().running === 2)
    caller.abort(new Error('no more'))
    const outcome = await waiting.catch((error: unknown) => (error as Error).message)
    holds(['no more', 'waiting'].includes(outcome as string), 'what became of the aborted item', "the abort's reason, or its value where the two had one thread with the test and it has ended before", outcome)
    equal(await computing, COMPUTES_MS, 'the result of an item that computes for longer than the grace, beside one that has been aborted before it began')
  }, needsKilling),
]
