// What cannot be sent is the failure of one item: its process lives, and the rest goes on.

import { expect, test } from 'vitest'
import { badValuesSuite } from '../../core/test/support/bad-values-suite.ts'
import { fixtureTask, workersFor } from '../../core/test/support/workers.ts'
import { WORKERS } from './support/workers.ts'

badValuesSuite(WORKERS)

test.each([
  ['a Blob', () => ({ a: { blob: new Blob(['text']) } }), 'a.blob'],
  ['shared memory', () => [{ shared: new SharedArrayBuffer(8) }], '[0].shared'],
])('%s crosses between threads only: an item with it fails with its path', async (_what, item, path) => {
  const [one] = await workersFor(WORKERS, { workers: 1 }).map(fixtureTask('bad-values.mjs', 'give'), [item()], { errors: 'settle' })
  expect(one).toMatchObject({ reason: { code: 'PARMAP_UNSERIALIZABLE', path } })
})

test.each([['a Blob in it', 'blob'], ['shared memory in it', 'shared']])('a result with %s fails with its path', async (what, path) => {
  const [one] = await workersFor(WORKERS, { workers: 1 }).map(fixtureTask('bad-values.mjs', 'give'), [what], { errors: 'settle' })
  expect(one).toMatchObject({ reason: { code: 'PARMAP_UNSERIALIZABLE', path } })
})
