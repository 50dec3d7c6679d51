// Facet 11: that items travel together cannot be seen.

import { equal, hasCode, holds, reasonOf } from '../expectations.ts'
import { numbers, range } from '../inputs.ts'
import { parallel } from '../needs.ts'
import { rule, type Facet } from '../rule.ts'

const SIZES = [1, 3, 1_000, 'auto'] as const
const BATCH_MS = 10

export const batching: Facet = {
  title: '11 Batching',
  rules: [
    rule('11.1', 'Values, failures and attempts are the same, whatever batchSize is.', async (trial) => {
      const executor = trial.executor()
      const expected = range(50).map((index) => (index % 2 === 0 ? { index, attempts: 1, is: index } : { index, attempts: 2, is: `${index} is odd` }))
      for (const batchSize of SIZES) {
        const records = await executor.map(trial.tasks.evenOrFail, range(50), { batchSize, errors: 'settle', retries: { limit: 1, delay: 0 } })
        const seen = records.map((record) => ({ index: record.index, attempts: record.attempts, is: record.status === 'fulfilled' ? record.value : (record.reason.cause as Error).message }))
        equal(seen, expected, `the records with a batchSize of ${batchSize}`)
      }
    }),

    rule('11.2', 'A slow item holds back no outcome of its batch that is there.', async (trial) => {
      const { control, tasks } = trial
      const told: number[] = []
      const results = trial.executor({ workers: 1, slots: 1 }).map(tasks.steered, control.items(3), { batchSize: 3, onOutcome: ({ index }) => { told.push(index) } })
      control.finish(0)
      await control.begun(1)
      await trial.until(() => told.length === 1) // or it hangs: the second item is slow
      equal(told, [0], 'the outcomes told while the second item of the batch runs')
      control.finishRest()
      equal(await results, [0, 1, 2], 'the results')
    }),

    rule('11.3', 'Unstarted items of a batch go to a slot that would stay idle.', async (trial) => {
      const { control, tasks } = trial
      const results = trial.executor({ workers: 2, slots: 1 }).map(tasks.steered, control.items(8), { batchSize: 4 })
      await control.begun(0)
      // One slot has a slow item and others behind it; the other slot must get through all of them.
      for (let ended = 0; ended < 7; ended++) {
        await trial.until(() => control.current.some((key) => key !== 0))
        control.finish(control.current.find((key) => key !== 0)!)
      }
      await trial.quiet()
      equal(control.current, [0], 'what runs when all items but the slow first one have ended')
      control.finish(0)
      equal(await results, range(8), 'the results')
    }),

    rule('11.4', 'A timeout counts from an item’s own start.', async (trial) => {
      const { control, tasks } = trial
      const results = trial.executor({ workers: 1, slots: 1 }).map(tasks.steered, control.items(9), { batchSize: 9, timeout: 700, errors: 'settle' })
      for (const key of range(8)) {
        await control.begun(key)
        await trial.pass(100)
        control.finish(key)
      }
      const records = await results // the last one is left to its timeout
      equal(records.map(({ status }) => status), [...range(8).map(() => 'fulfilled'), 'rejected'], 'what became of nine items of one batch: eight of 100 ms and one without end, with a timeout of 700')
      hasCode(reasonOf(records[8], 'the record of the last item'), 'PARMAP_TIMEOUT', 'its failure')
    }),

    rule('11.5', 'Of an unknown task, no slot gets more than one item of an iterator at first.', async (trial) => {
      const { control, tasks } = trial
      let read = 0
      const items = (function* () {
        for (const key of numbers(100)) {
          read++
          yield control.item(key)
        }
      })()
      const results = trial.executor({ workers: 2, slots: 2 }).forEach(tasks.steered, items)
      await control.started(4)
      await trial.quiet()
      holds(read <= 4, 'the items read of an iterator while four of them run, with 4 slots', 'at most 4', read)
      control.finishRest()
      await results
    }),

    rule('11.6', 'A batch holds at most about 10 ms of work for each slot.', async (trial) => {
      const executor = trial.executor({ workers: 1, slots: 1 })
      await executor.forEach(trial.tasks.spin, Array.from({ length: 60 }, () => 2))
      const { batchSize, itemMs } = executor.stats().runs.at(-1)!
      holds(batchSize <= BATCH_MS, 'the items per slot of a message in stats(), for items of 2 ms', `at most ${BATCH_MS / 2}, or twice that where the machine is busy`, { batchSize, itemMs })
    }),

    rule('11.7', 'Items of an unknown task are spread over the workers, also where one of them has slots for all.', async (trial) => {
      const workers = await trial.executor({ workers: 2, slots: 8 }).map(trial.tasks.spinWhere, range(8).map(() => 10))
      holds(new Set(workers).size > 1, 'the workers of eight items that compute, of which each of two could run all at once', 'two', workers)
    }, parallel),
  ],
}
