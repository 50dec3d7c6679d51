// Batching is invisible: whatever the size of a batch, order, errors, retries and counts stay per item.

import { asyncExecutor, skip, type Outcome, type Progress } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { failingFor, throwIf } from '../../core/test/support/failing-tasks.ts'
import { readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'

const SIZES = [1, 2, 3, 7, 50, 1_000, 'auto'] as const

describe.each(SIZES)('with a batch size of %s', (batchSize) => {
  test('results, skips, failures and attempts are those of the items', async () => {
    const task = async (item: number, { attempt }: { attempt: number }): Promise<number | typeof skip> => {
      await turns(item % 3)
      throwIf(item % 5 !== 4 && item % 7 === 3 && attempt < 3, `attempt ${attempt}`)
      throwIf(item % 5 !== 4 && item % 11 === 6, 'for good')
      return item % 5 === 4 ? skip : item
    }
    const told: Outcome<number>[] = []
    let last: Progress | undefined
    const records = await asyncExecutor({ concurrency: 4 }).map(task, new WatchedInput(60), {
      batchSize,
      errors: 'settle',
      retries: { limit: 2, delay: 0 },
      onOutcome: (outcome) => { told.push(outcome) },
      onProgress: (progress) => { last = progress },
    })
    const all = [...Array.from({ length: 60 }).keys()]
    const kept = all.filter((item) => item % 5 !== 4)
    expect(records.map(({ index }) => index)).toEqual(kept)
    expect(records.map(({ status }) => status)).toEqual(kept.map((item) => (item % 11 === 6 ? 'rejected' : 'fulfilled')))
    expect(records.map(({ attempts }) => attempts)).toEqual(kept.map((item) => (item % 7 === 3 || item % 11 === 6 ? 3 : 1)))
    expect(told.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(all)
    const failed = kept.filter((item) => item % 11 === 6).length
    expect(last).toMatchObject({ completed: kept.length - failed, failed, skipped: 60 - kept.length, running: 0 })
  })

  test('a slow item holds back no finished one', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 2 })
    const stream = executor.imapUnordered((item: number, context) => (item === 0 ? work.task(item, context) : item), new WatchedInput(20), { batchSize })
    const values: unknown[] = []
    for (let count = 0; count < 19; count++) values.push((await stream.next()).value)
    expect(values).toEqual([...Array.from({ length: 19 }).keys()].map((item) => item + 1))
    work.finish(0)
    expect(await readAll(stream)).toEqual({ values: [0] })
  })

  test('a failure in the middle ends the run there', async () => {
    const { values, error } = await readAll(asyncExecutor({ concurrency: 3 }).imap(async (item: number) => failingFor(10)(item), new WatchedInput(Infinity), { batchSize }))
    expect(values).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(error).toMatchObject({ index: 10 })
  })

  test('items that had not started when the run was aborted never do', async () => {
    const work = new ControlledTask()
    const controller = new AbortController()
    const executor = asyncExecutor({ concurrency: 2 })
    const done = rejection(executor.map(work.task, new WatchedInput(30), { batchSize, signal: controller.signal }))
    await work.starts(2)
    controller.abort('enough')
    await done
    work.finishCurrent()
    await executor.idle()
    expect(work.started).toEqual([0, 1])
  })

  test('the failure of the input comes after what was read before it', async () => {
    const input = (function* () { yield* [0, 1, 2]; throw new Error('input') })()
    expect(await readAll(asyncExecutor().imap(async (item: number) => item, input, { batchSize }))).toMatchObject({ values: [0, 1, 2], error: { message: 'input' } })
  })

  test('items that are promises travel in order', async () => {
    const items = [...Array.from({ length: 20 }).keys()].map((item) => (item % 3 === 0 ? turns(item % 4).then(() => item) : item))
    expect(await asyncExecutor({ concurrency: 3 }).map((item) => item, items, { batchSize })).toEqual([...Array.from({ length: 20 }).keys()])
  })
})

test('an item is read only when a slot is free for it, where batches have one item', async () => {
  const work = new ControlledTask()
  const input = new WatchedInput(10)
  const done = asyncExecutor({ concurrency: 3 }).map(work.task, input, { batchSize: 1 })
  await work.starts(3)
  await turns()
  expect(input.pulled).toBe(3)
  await work.finishAll(10)
  await done
})

test('the size decided is shown in stats()', async () => {
  const executor = asyncExecutor()
  await executor.map((item: number) => item, new WatchedInput(500))
  expect(executor.stats().runs[0]!.batchSize).toBeGreaterThanOrEqual(1)
})
