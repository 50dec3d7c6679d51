// The kit's own test: it must fail on an executor that breaks a rule, with that rule among the failures.

import { expect, test, vi } from 'vitest'
import type { BrokenExecutor } from '../broken/broken-executor.ts'
import { record } from './record.ts'
import { verdicts } from './verdicts.ts'

export const PATIENCE_MS = 6_000
// Threads take a while to start, the more where several test files run.
export const PATIENCE_WITH_THREADS_MS = 8_000

/** One test for each of these executors. */
export function testBroken(broken: readonly BrokenExecutor[]): void {
  test.each(broken)('$breaks is found broken where an executor $what', async ({ breaks, what, createExecutor, among }) => {
    vi.spyOn(console, 'info').mockReturnValue() // the reasons of skips, once for each executor
    const found = await unheardRejections(() => (among === undefined ? verdicts(createExecutor, { patience: PATIENCE_MS }) : verdicts(createExecutor, { patience: PATIENCE_WITH_THREADS_MS }, among)))
    const failures = found.filter(({ failure }) => failure !== undefined)
    await record({ breaks, what, failing: failures.map(({ number }) => number) })
    expect(failures.map(({ number }) => number)).toContain(breaks)
    expect(failures.find(({ number }) => number === breaks)?.failure).toMatch(/, saw |It hangs/)
  })
}

/** Does something that the test runner shall not hear of: some of these executors leave rejections unhandled. */
async function unheardRejections<T>(action: () => Promise<T>): Promise<T> {
  const event = 'unhandledRejection'
  const listeners = process.listeners(event)
  process.removeAllListeners(event)
  process.on(event, () => undefined)
  try {
    return await action()
  } finally {
    process.removeAllListeners(event)
    for (const listener of listeners) process.on(event, listener)
  }
}
