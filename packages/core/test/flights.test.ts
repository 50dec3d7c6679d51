// Who is told to stop when a run ends, and with which reason.

import { expect, test } from 'vitest'
import { manualBench } from './support/manual-bench.ts'
import { readAll, rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const task = (item: unknown): unknown => item

test('items before the failure that ends imap are not told to stop, those after it are', async () => {
  const { backend, executor } = manualBench({ concurrency: 3 })
  const stream = readAll(executor.imap(task, ['a', 'b', 'c']))
  const [first, second, third] = [await backend.batch(0), await backend.batch(1), await backend.batch(2)]
  second.sink.rejected(1, new Error('no'), 1)
  await turns()
  expect(backend.cancelled).toMatchObject([{ batch: third.id, indexes: [2], reason: { code: 'PARMAP_TASK_FAILED' } }])
  third.sink.lost(2, false, undefined)
  first.sink.fulfilled(0, 'A', 1)
  expect(await stream).toMatchObject({ values: ['A'], error: { index: 1 } })
  expect(backend.cancelled).toHaveLength(1)
})

test('batches that have ended are told nothing', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const controller = new AbortController()
  const done = rejection(executor.map(task, ['a', 'b'], { signal: controller.signal }))
  const first = await backend.batch(0)
  first.sink.fulfilled(0, 'A', 1)
  const second = await backend.batch(1)
  controller.abort('enough')
  expect(await done).toBe('enough')
  expect(backend.cancelled).toEqual([{ batch: second.id, indexes: [1], reason: 'enough' }])
})

test('a run that ends with `undefined` gives its items an AbortError: no reason would only take back what has not started', async () => {
  const { backend, executor } = manualBench({ concurrency: 2 })
  const done = rejection(executor.map(task, ['a', 'b'], { onOutcome: () => { throw undefined } })) // oxlint-disable-line typescript/only-throw-error -- what users may do
  const [first, second] = [await backend.batch(0), await backend.batch(1)]
  first.sink.fulfilled(0, 'A', 1)
  expect(await done).toBeUndefined()
  expect(backend.cancelled).toMatchObject([{ batch: second.id, indexes: [1], reason: { name: 'AbortError' } }])
})
