// What the options of processExecutor do.

import { processExecutor } from '@parmap/processes'
import { expect, test } from 'vitest'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { optionsSuite } from '../../core/test/support/options-suite.ts'
import { fixtureTask } from '../../core/test/support/workers.ts'
import { WORKERS } from './support/workers.ts'

optionsSuite(WORKERS)

const name = fixtureTask<unknown, string>('plain-tasks.mjs', 'worker')

test('maxMemory: another process takes the place of one that has more, and no item is lost', async () => {
  await using executor = processExecutor({ workers: 1, maxMemory: 1 })
  const names = [await executor.submit(name, 1), await executor.submit(name, 2), await executor.submit(name, 3)]
  expect(new Set(names).size).toBe(3)
})

test('maxMemory: a process that has less stays', async () => {
  await using executor = processExecutor({ workers: 1, maxMemory: 2 ** 34 })
  expect(await executor.submit(name, 1)).toBe(await executor.submit(name, 2))
})

test('an environment that no process can be started with ends the run with the reason', async () => {
  await using executor = processExecutor({ workers: 1, env: { A: 'a\0b' } })
  expect(await rejection(executor.map(name, [1, 2]))).toMatchObject({ code: 'PARMAP_WORKER_LOST', cause: { code: 'ERR_INVALID_ARG_VALUE' } })
})

test.each([
  [{ maxMemory: 0 }, RangeError, 'Expected `maxMemory` to be a number of bytes > 0, got `0` (number)'],
  [{ maxMemory: Number.NaN }, RangeError, 'Expected `maxMemory` to be a number of bytes > 0, got `NaN` (number)'],
  [{ maxMemory: '1 GB' }, TypeError, "Expected `maxMemory` to be a number of bytes > 0, got `'1 GB'` (string)"],
])('%o throws at once', (options, Kind, message) => {
  const make = (): unknown => processExecutor(options as object)
  expect(make).toThrow(Kind)
  expect(make).toThrow(message)
})
