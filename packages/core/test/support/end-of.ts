// Ends runs of which a test has seen enough.

import type { Executor } from '@parmap/core'
import { expect } from 'vitest'

/** Terminates the executor, of which each of these runs tells. */
export async function endOf(executor: Pick<Executor, 'terminate'>, ...runs: readonly Promise<unknown>[]): Promise<void> {
  await Promise.all([...runs.map((run) => expect(run).rejects.toMatchObject({ code: 'PARMAP_TERMINATED' })), executor.terminate()])
}
