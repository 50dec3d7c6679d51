// What tasks print arrives whole at the host's, and what they say to others harms nobody.

import { expect, test } from 'vitest'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { outputSuite } from '../../core/test/support/output-suite.ts'
import { fixtureTask, workersFor } from '../../core/test/support/workers.ts'
import { WORKERS } from './support/workers.ts'

outputSuite(WORKERS)

test('a task that closes the port of its thread ends the thread: its item is lost, the executor works on', async () => {
  const executor = workersFor(WORKERS, { workers: 1 })
  expect(await rejection(executor.submit(fixtureTask('printing.mjs', 'closePort'), 1))).toMatchObject({ code: 'PARMAP_WORKER_LOST', started: true })
  expect(await executor.submit(fixtureTask('crashing.mjs', 'echo'), 1)).toBe(1)
})
