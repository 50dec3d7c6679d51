// A worker is one from the moment its entry says so, although the entry has loaded this package before.

import * as core from '@parmap/core'
import { markWorker } from '@parmap/core/worker'
import { expect, test } from 'vitest'

test('isWorker is false in a program, and true once this realm is marked as a worker, for other copies too', () => {
  expect(core.isWorker).toBe(false)
  expect(Symbol.for('parmap.worker') in globalThis).toBe(false)
  markWorker()
  expect(core.isWorker).toBe(true)
  expect(Symbol.for('parmap.worker') in globalThis).toBe(true)
})
