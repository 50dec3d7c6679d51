// Streams whose reader is far behind: every value once, in its place.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { LocalBackend } from './support/local-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { isSettled, readAll } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const bench = (): Executor<Functions> => createExecutor<Functions>(new LocalBackend({ concurrency: 64 }))
const numbers = (count: number): number[] => Array.from({ length: count }, (_, item) => item)

test.each(['imap', 'imapUnordered'] as const)('%s keeps thousands of values for a reader that comes late', async (verb) => {
  const stream = bench()[verb]((item: number) => item, numbers(5_000), { window: 4_000 })
  expect(await stream.next()).toEqual({ done: false, value: 0 })
  await turns()
  const { values } = await readAll(stream)
  expect(values).toEqual(numbers(5_000).slice(1))
})

test('imap hands over no value in the place of another, however far it has read ahead of its reader', async () => {
  for (const slow of [1, 15, 16, 17, 18, 31, 32, 33]) {
    const work = new ControlledTask()
    const stream = bench().imap((item: number, context) => (item === slow ? work.task(item, context) : item), numbers(64), { window: 64 })
    expect(await stream.next()).toEqual({ done: false, value: 0 })
    await work.starts(1)
    await turns()
    for (let item = 1; item < slow; item++) expect(await stream.next()).toEqual({ done: false, value: item })
    const next = stream.next()
    expect(await isSettled(next)).toBe(false)
    work.finish(slow)
    expect(await next).toEqual({ done: false, value: slow })
    expect((await readAll(stream)).values).toEqual(numbers(64).slice(slow + 1))
  }
})

test('imap hands over each value once, when it reads on while its reader has not taken what there is', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const stream = executor.imap((item: number) => item, numbers(40), { window: 32, batchSize: 1 })
  const first = stream.next()
  for (const item of numbers(17)) (await backend.batch(item)).sink.fulfilled(item, item, 0)
  const slow = await backend.batch(17)
  expect(await first).toEqual({ done: false, value: 0 })
  for (const item of numbers(17).slice(1)) expect(await stream.next()).toEqual({ done: false, value: item })
  const next = stream.next()
  expect(await isSettled(next)).toBe(false)
  slow.sink.fulfilled(17, 17, 0)
  expect(await next).toEqual({ done: false, value: 17 })
  await stream.return(undefined)
})

test('imapUnordered stops all that runs at the first failure, also what was read before it', async () => {
  const { backend, executor } = manualBench({ concurrency: 4 })
  const stream = readAll(executor.imapUnordered((item: unknown) => item, ['a', 'b', 'c', 'd']))
  const sent = [await backend.batch(0), await backend.batch(1), await backend.batch(2), await backend.batch(3)]
  sent[2]!.sink.rejected(2, new Error('no'), 1)
  expect(await stream).toMatchObject({ values: [], error: { index: 2 } })
  expect(backend.cancelled.slice(0, 3)).toMatchObject([0, 1, 3].map((index) => ({ indexes: [index], reason: { index: 2 } })))
})
