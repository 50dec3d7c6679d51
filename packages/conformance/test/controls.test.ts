// The good executors and backends from which the broken ones are made: under the same haste the kit finds nothing in them. So
// what it finds in the others is what they break.

import { expect, test, vi } from 'vitest'
import { altered, LocalBackend, on } from './broken/broken-executor.ts'
import { CopyingBackend } from './broken/copying-backend.ts'
import { Threads } from './support/page-backend.ts'
import { PATIENCE_MS, PATIENCE_WITH_THREADS_MS } from './support/test-broken.ts'
import { verdicts } from './support/verdicts.ts'

const failures = async (...given: Parameters<typeof verdicts>): Promise<unknown[]> => {
  vi.spyOn(console, 'info').mockReturnValue()
  return (await verdicts(...given)).filter(({ failure }) => failure !== undefined)
}

test.each([['an executor with nothing replaced', altered(() => ({}))], ['the backend in this process', on(LocalBackend)], ['the backend that copies', on(CopyingBackend)]] as const)('%s breaks no rule', async (_what, createExecutor) => {
  expect(await failures(createExecutor, { patience: PATIENCE_MS })).toEqual([])
})

test('real threads break none of the rules that broken ones are tested with', async () => {
  expect(await failures(on(Threads), { patience: PATIENCE_WITH_THREADS_MS }, /^(4\.[4-7]|5\.[14]|6\.\d|7\.[78])$/u)).toEqual([])
})
