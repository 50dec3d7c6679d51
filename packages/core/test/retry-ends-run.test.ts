// The functions of `retries` are the user's, and may end the run whose item they are asked about. The clock is replaced.

import { expect, test } from 'vitest'
import { rejection } from './support/outcome-of.ts'
import { timedBench, type TimedBench } from './support/timed-bench.ts'

const fail = (): never => { throw new Error('no') }

test.each<[string, (bench: TimedBench, controller: AbortController) => void]>([
  ['aborts its run', (_bench, controller) => { controller.abort('enough') }],
  ['terminates its executor', ({ executor }) => { void executor.terminate('enough') }],
])('a delay that %s leaves no retry behind', async (_what, end) => {
  const bench = timedBench()
  const controller = new AbortController()
  const delay = (): number => { end(bench, controller); return 1e9 }
  const done = bench.executor.map(fail, [1, 2], { signal: controller.signal, retries: { limit: 3, delay } })
  expect(await rejection(done)).toBe('enough')
  await bench.executor.idle()
  await bench.clock.advance(2_000) // what waits for items that were stopped is over
  expect(bench.clock.armed).toBe(0)
})

test('a retryIf that aborts its run is the last that is called', async () => {
  const { executor } = timedBench()
  const controller = new AbortController()
  let delays = 0
  const retries = { limit: 3, retryIf: () => { controller.abort('enough'); return true }, delay: () => ++delays }
  expect(await rejection(executor.map(fail, [1, 2], { signal: controller.signal, retries }))).toBe('enough')
  expect(delays).toBe(0)
})
