// The pool of a one-shot map.

import { availableCores, shapeOfMap } from '@parmap/core/pool'
import { expect, test } from 'vitest'

const cores = availableCores()

test('as many workers as items at once, up to the cores; beyond that they share the workers', () => {
  expect(shapeOfMap('threads', 1)).toEqual({ workers: 1, concurrencyPerWorker: 1 })
  expect(shapeOfMap('threads', cores)).toEqual({ workers: cores, concurrencyPerWorker: 1 })
  expect(shapeOfMap('threads', 2 * cores + 1)).toEqual({ workers: cores, concurrencyPerWorker: 3 })
  expect(shapeOfMap('threads', Infinity)).toEqual({ workers: cores, concurrencyPerWorker: 65_536 })
})

test.each([undefined, 0, -1, 1.5, Number.NaN, '4' as never])('%o decides nothing: what is wrong is refused by the run', (concurrency) => {
  expect(shapeOfMap('threads', concurrency)).toEqual({})
})
