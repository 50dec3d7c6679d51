// What is told of an item is told before its value is handed over, and a callback that ends the run keeps the value back.

import { createExecutor, type Executor, type Functions, type Outcome } from '@parmap/core'
import { expect, test } from 'vitest'
import { throwIf } from './support/failing-tasks.ts'
import { LocalBackend } from './support/local-backend.ts'
import { readAll } from './support/outcome-of.ts'

const bench = (): Executor<Functions> => createExecutor<Functions>(new LocalBackend({ concurrency: 1 }))
const STREAMS = ['imap', 'imapUnordered'] as const

const second = (item: number): number => {
  throwIf(item === 1, 'in the task')
  return item
}

test.each(STREAMS)('%s hands over nothing of an item whose onOutcome throws', async (verb) => {
  const onOutcome = ({ index }: Outcome<unknown>): void => { throwIf(index === 1, 'in the callback') }
  expect(await readAll(bench()[verb]((item: number) => item, [0, 1, 2], { onOutcome }))).toMatchObject({ values: [0], error: { message: 'in the callback' } })
})

test.each(STREAMS)('%s hands over no record of a failed item whose onOutcome throws', async (verb) => {
  const onOutcome = ({ index }: Outcome<unknown>): void => { throwIf(index === 1, 'in the callback') }
  const { values, error } = await readAll(bench()[verb](second, [0, 1, 2], { errors: 'settle', onOutcome }))
  expect(values).toMatchObject([{ status: 'fulfilled', value: 0 }])
  expect(error).toMatchObject({ message: 'in the callback' })
})

test.each(STREAMS)('%s hands over nothing of an item whose onOutcome aborts the run', async (verb) => {
  const controller = new AbortController()
  const onOutcome = (): void => { controller.abort('enough') }
  expect(await readAll(bench()[verb]((item: number) => item, [0, 1, 2], { onOutcome, signal: controller.signal }))).toEqual({ values: [], error: 'enough' })
})
