// Facet 4, second half: the outcomes of items that cannot be sent, and of those that end their worker.

import type { Settled } from '@parmap/core'
import { codeOf, equal, hasCode, holds } from '../expectations.ts'
import { copying, mortalWorkers, processes } from '../needs.ts'
import { rule, type Rule } from '../rule.ts'
import type { Death } from '../steering.ts'
import type { Trial } from '../trial.ts'

const FUNCTION_IN_IT = { list: [{ bad: () => undefined }] }

/** The errors of items that end their workers in these ways, each in a worker of its own. */
async function errorsOf(deaths: readonly Death[], { control, tasks }: Trial, executor: ReturnType<Trial['executor']>): Promise<readonly unknown[]> {
  for (const [key, death] of deaths.entries()) control.order(key, death)
  const settled = await executor.map(tasks.steered, control.items(deaths.length), { errors: 'settle', batchSize: 1 })
  return settled.map((one) => (one.status === 'rejected' ? one.reason : one))
}

/** Expects a record of an item that cannot be copied, because of `list[0].bad`. */
function expectUncopied(record: Settled<unknown> | undefined, what: string): void {
  const reason = record?.status === 'rejected' ? record.reason : record
  hasCode(reason, 'PARMAP_UNSERIALIZABLE', what)
  const { path } = reason as unknown as { path?: unknown }
  holds(/list.*bad/u.test(String(path)), `the \`path\` of ${what}`, 'the way to the field, list[0].bad', path)
}

const others = (settled: readonly Settled<unknown>[]): unknown[] => settled.map((one) => (one.status === 'fulfilled' ? { value: one.value, attempts: one.attempts } : one.status))

export const dyingItems: readonly Rule[] = [
  rule('4.4', 'An item or result that cannot be copied fails with PARMAP_UNSERIALIZABLE and the path of the field; the others are not harmed.', async (trial) => {
    const executor = trial.executor({ workers: 1 })
    const expected = [{ value: 0, attempts: 1 }, 'rejected', { value: 2, attempts: 1 }]
    const items = await executor.map(trial.tasks.echo, [0, FUNCTION_IN_IT, 2], { errors: 'settle', batchSize: 3 })
    equal(others(items), expected, 'what became of three items, the second with a function in it')
    expectUncopied(items[1], 'the failure of an item with a function in it')
    const results = await executor.map(trial.tasks.unsendableIfOdd, [0, 1, 2], { errors: 'settle', batchSize: 3 })
    equal(others(results), expected, 'what became of three items, the result of the second with a function in it')
    expectUncopied(results[1], 'the failure of an item whose result has a function in it')
  }, copying),

  rule('4.5', 'An item whose worker exits fails with PARMAP_WORKER_LOST and the exit code.', async (trial) => {
    const errors = await errorsOf([{ end: 'exit', code: 0 }, { end: 'exit', code: 3 }], trial, trial.executor({ slots: 1 }))
    equal(
      errors.map((error) => ({ code: codeOf(error), exitCode: (error as { exitCode?: unknown }).exitCode })),
      [{ code: 'PARMAP_WORKER_LOST', exitCode: 0 }, { code: 'PARMAP_WORKER_LOST', exitCode: 3 }],
      'the failures of two items that ended their workers with the exit codes 0 and 3',
    )
  }, mortalWorkers),

  rule('4.6', 'An item whose worker is killed by a signal fails with PARMAP_WORKER_LOST and the signal.', async (trial) => {
    const errors = await errorsOf([{ end: 'signal', signal: 'SIGKILL' }, { end: 'signal', signal: 'SIGTERM' }], trial, trial.executor({ slots: 1 }))
    equal(
      errors.map((error) => ({ code: codeOf(error), signal: (error as { signal?: unknown }).signal })),
      [{ code: 'PARMAP_WORKER_LOST', signal: 'SIGKILL' }, { code: 'PARMAP_WORKER_LOST', signal: 'SIGTERM' }],
      'the failures of two items whose workers were ended by SIGKILL and SIGTERM',
    )
  }, processes),

  rule('4.7', 'An item whose worker runs out of memory fails with PARMAP_WORKER_LOST, and the message says so.', async (trial) => {
    const [error] = await errorsOf([{ end: 'memory' }], trial, trial.executor({ workers: 1, slots: 1 }))
    hasCode(error, 'PARMAP_WORKER_LOST', 'the failure of an item that filled the memory of its worker')
    holds(/memory/iu.test((error as Error).message), 'its message', 'one that speaks of memory', (error as Error).message)
  }, mortalWorkers),
]
