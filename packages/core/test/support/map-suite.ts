// The one-shot map of a package whose workers are apart.

import { importTask, type Executor, type Task } from '@parmap/core'
import { availableCores } from '@parmap/core/pool'
import { taskWithData } from '@parmap/core/worker'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { thrownBy } from './outcome-of.ts'
import { temporaryFile } from './temporary-file.ts'
import { fixtureTask } from './workers.ts'

export function mapSuite(map: Executor['map']): void {
  test('maps without an executor, in order; what was set up is torn down before it resolves', async () => {
    const file = await temporaryFile()
    const double = taskWithData(new URL('../fixtures/torn-down.mjs', import.meta.url).href, 'double', file) as Task<number, number>
    expect(await map(double, [1, 2, 3], { concurrency: 1 })).toEqual([2, 4, 6])
    expect(await readFile(file, 'utf8')).toBe('torn down\n')
  })

  test('has more items at once than there are cores, if it is told to', async () => {
    const concurrency = 3 * availableCores()
    const crowds = await map(fixtureTask<number, number>('plain-tasks.mjs', 'crowd'), Array.from({ length: concurrency }, () => 50), { concurrency, batchSize: 1 })
    expect(Math.max(...crowds)).toBeGreaterThan(1) // in one worker, of which there are as many as cores
  })

  test('rejects with the first failure', async () => {
    await expect(map(fixtureTask('crashing.mjs', 'running'), ['throw'])).rejects.toMatchObject({ code: 'PARMAP_TASK_FAILED', index: 0 })
  })

  test.each([['concurrency', 1.5], ['concurrency', 0], ['concurrency', '4'], ['timeout', -1], ['concurency', 4]])('%s: %o is refused at the call, by its own name', (name, value) => {
    const error = thrownBy(() => map(importTask('file:///never.mjs'), [], { [name]: value }))
    expect((error as Error).message).toContain(name)
  })
}
