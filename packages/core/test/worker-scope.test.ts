// The deadlines of a worker: one list for each length of timeout in use. A program may give each run a length of its own.

import { virtualClock } from '@parmap/core/testing'
import { expect, test, vi } from 'vitest'
import { Deadlines, type Dated } from '../src/worker/deadlines.ts'
import { WorkerScope } from '../src/worker/worker-scope.ts'

const dated = (): Dated => ({ startedAt: 0, earlier: undefined, later: undefined, expire() {} })

test('equal timeouts share their deadlines', () => {
  const scope = new WorkerScope({ worker: 'w-1', clock: virtualClock() })
  expect(scope.deadlines(100)).toBe(scope.deadlines(100))
  expect(scope.deadlines(100)).not.toBe(scope.deadlines(200))
})

test('many timeouts of different lengths, all in use, are looked at a few times each', () => {
  const looks = vi.spyOn(Deadlines.prototype, 'isIdle', 'get')
  const scope = new WorkerScope({ worker: 'w-1', clock: virtualClock() })
  for (let ms = 1; ms <= 1_000; ms++) scope.deadlines(ms).add(dated())
  expect(looks.mock.calls.length).toBeLessThan(3_000)
  looks.mockRestore()
})

test('lengths no longer in use are forgotten, those in use are kept', async () => {
  const clock = virtualClock()
  const scope = new WorkerScope({ worker: 'w-1', clock })
  const [over, kept] = [scope.deadlines(10), scope.deadlines(1e6)]
  for (const deadlines of [over, kept]) deadlines.add(dated())
  await clock.advance(20)
  for (let ms = 1_000; ms < 2_000; ms++) scope.deadlines(ms)
  expect(scope.deadlines(10)).not.toBe(over)
  expect(scope.deadlines(1e6)).toBe(kept)
})
