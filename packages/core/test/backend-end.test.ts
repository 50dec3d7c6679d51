// The two ends that a backend tells or is told: a task that cannot be run at all, and the end of the executor.

import { describe, expect, test } from 'vitest'
import { CRASH } from './support/manual-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { isSettled, rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const task = (item: unknown): unknown => item

test('a backend that throws where it must not ends the run with what it threw', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const broken = new Error('broken')
  backend.onDispatch = () => { throw broken }
  expect(await rejection(executor.map(task, [1, 2, 3]))).toBe(broken)
  backend.onDispatch = ({ sink }) => { sink.fulfilled(0, 'well', 0) }
  expect(await executor.submit(task, 1)).toBe('well')
})

describe('a task that cannot be loaded or set up', () => {
  test('ends its run in every mode, with the error that the backend tells; other runs go on', async () => {
    for (const errors of ['stop', 'collect', 'settle'] as const) {
      const { backend, executor } = manualBench({ concurrency: 3 })
      const input = new WatchedInput(Infinity)
      const cause = new Error('cannot be loaded')
      const doomed = rejection(executor.map(task, input, { errors, concurrency: 2 }))
      const other = executor.submit(task, 'other')
      await backend.batch(2)
      const mine = backend.sent.filter(({ items }) => items[0] !== 'other')
      mine[0]!.sink.unusable(cause)
      expect(await doomed).toBe(cause)
      expect(input.returns).toBe(1)
      mine[1]!.sink.unusable(cause)
      backend.sent.find(({ items }) => items[0] === 'other')!.sink.fulfilled(0, 'fine', 1)
      expect(await other).toBe('fine')
      await executor.idle()
      expect(executor.stats()).toMatchObject({ running: 0, waiting: 0 })
    }
  })

  test('is never tried again, whatever the retries', async () => {
    const { backend, executor } = manualBench()
    const done = rejection(executor.map(task, [0, 1], { retries: 5, idempotent: true }))
    const { sink } = await backend.batch(0)
    sink.unusable('no such task')
    expect(await done).toBe('no such task')
    await turns()
    expect(backend.sent).toHaveLength(2)
  })
})

describe('the end of the executor', () => {
  test('close ends the backend once, when nothing runs any more', async () => {
    const { backend, executor } = manualBench()
    const done = executor.submit(task, 1)
    const { sink } = await backend.batch(0)
    const closed = Promise.all([executor.close(), executor.close()])
    await turns()
    expect(backend.ends).toEqual([])
    sink.fulfilled(0, 'ok', 1)
    await closed
    expect([await done, backend.ends]).toEqual(['ok', ['closed']])
  })

  test('terminate ends it at once, with the reason', async () => {
    const { backend, executor } = manualBench()
    const done = rejection(executor.submit(task, 1))
    await backend.batch(0)
    const reason = new Error('over')
    await executor.terminate(reason)
    expect(backend.ends).toEqual([reason])
    expect(await done).toBe(reason)
  })

  test('terminate during close ends the backend by terminate alone', async () => {
    const { backend, executor } = manualBench()
    const done = rejection(executor.submit(task, 1))
    const { sink } = await backend.batch(0)
    const closed = executor.close()
    await executor.terminate('over')
    sink.lost(0, true, CRASH)
    await closed
    expect([await done, backend.ends]).toEqual(['over', ['over']])
    expect(await isSettled(executor.terminate('again'))).toBe(true)
  })
})
