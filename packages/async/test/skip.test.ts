// skip: leaves an item out of the results in every mode.

import { asyncExecutor, map, skip, type Progress } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { readAll } from '../../core/test/support/outcome-of.ts'
import { run, VERBS } from './support/verbs.ts'

const odd = (item: number): number | typeof skip => (item % 2 === 1 ? item : skip)

describe.each(['stop', 'collect'] as const)('under %s', (errors) => {
  test.each([['map', [1, 3, 5]], ['imap', [1, 3, 5]], ['imapUnordered', [1, 3, 5]], ['forEach', []]] as const)('%s leaves skipped items out', async (verb, expected) => {
    expect(await run(asyncExecutor(), verb, odd, [0, 1, 2, 3, 4, 5, 6], { errors })).toEqual(expected)
  })

  test.each(VERBS)('%s may skip all items', async (verb) => {
    expect(await run(asyncExecutor(), verb, () => skip, [1, 2, 3], { errors })).toEqual([])
  })
})

test('settle has no records of skipped items: the gaps in index tell where they were', async () => {
  expect((await map(odd, [0, 1, 2, 3], { errors: 'settle' })).map(({ index }) => index)).toEqual([1, 3])
  const { values } = await readAll(asyncExecutor().imap(odd, [0, 1, 2, 3], { errors: 'settle' }))
  expect(values.map(({ index }) => index)).toEqual([1, 3])
})

test('a promise of skip skips', async () => {
  expect(await map(async (item: number) => odd(item), [0, 1, 2, 3])).toEqual([1, 3])
})

test('results around skipped items keep their order, whatever ends first', async () => {
  const work = new ControlledTask<number, number | typeof skip>()
  const done = asyncExecutor().map(work.task, [0, 1, 2, 3, 4])
  await work.starts(5)
  work.finish(3, skip)
  work.finish(4)
  work.finish(0, skip)
  work.finish(2)
  work.finish(1)
  expect(await done).toEqual([1, 2, 4])
})

test('skipped items are counted as skipped, not as completed', async () => {
  let last: Progress | undefined
  const executor = asyncExecutor()
  await executor.map(odd, [0, 1, 2], { onProgress: (progress) => { last = progress } })
  expect(last).toMatchObject({ completed: 1, failed: 0, skipped: 2, total: 3 })
  expect(executor.stats().runs[0]).toMatchObject({ completed: 1, failed: 0, skipped: 2 })
})

test('skipped items count among the items of a collected failure', async () => {
  const task = (item: number): typeof skip => { throwIf(item === 2, 'no'); return skip }
  await expect(map(task, [0, 1, 2], { errors: 'collect' })).rejects.toThrow('1 of 3 items failed')
})

test('submit resolves to skip', async () => {
  expect(await asyncExecutor().submit(odd, 2)).toBe(skip)
})

test('undefined is not skipped', async () => {
  expect(await map(() => undefined, [1, 2])).toEqual([undefined, undefined])
})

test('any copy of parmap knows it', async () => {
  expect(skip).toBe(Symbol.for('parmap.skip'))
})
