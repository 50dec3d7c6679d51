// The pool of a one-shot map.

import { availableCores, poolShape } from '@parmap/core/pool'
import { expect, test } from 'vitest'

const cores = availableCores()

test('as many workers as items at once, up to the cores; beyond that they share the workers', () => {
  expect(poolShape('threads', 1)).toEqual({ workers: 1, concurrencyPerWorker: 1 })
  expect(poolShape('threads', cores)).toEqual({ workers: cores, concurrencyPerWorker: 1 })
  expect(poolShape('threads', 2 * cores + 1)).toEqual({ workers: cores, concurrencyPerWorker: 3 })
  expect(poolShape('threads', Infinity)).toEqual({ workers: cores, concurrencyPerWorker: 65_536 })
})

test.each([undefined, 0, -1, 1.5, Number.NaN, '4' as never])('%o decides nothing: what is wrong is refused by the run', (concurrency) => {
  expect(poolShape('threads', concurrency)).toEqual({})
})
