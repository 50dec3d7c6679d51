// What the options of threadExecutor do.

import { threadExecutor } from '@parmap/threads'
import { SHARE_ENV } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { optionsSuite } from '../../core/test/support/options-suite.ts'
import { fixtureTask } from '../../core/test/support/workers.ts'
import { WORKERS } from './support/workers.ts'

optionsSuite(WORKERS)

test('resourceLimits: are the limits of each thread', async () => {
  await using executor = threadExecutor({ workers: 1, resourceLimits: { maxOldGenerationSizeMb: 48, stackSizeMb: 2 } })
  expect(await executor.submit(fixtureTask('plain-tasks.mjs', 'limits'), 1)).toMatchObject({ maxOldGenerationSizeMb: 48, stackSizeMb: 2 })
})

test('env: SHARE_ENV shares the environment', async () => {
  await using executor = threadExecutor({ workers: 1, env: SHARE_ENV })
  await executor.submit(fixtureTask('plain-tasks.mjs', 'environment'), 'PATH')
  process.env['PARMAP_SHARED'] = 'set later'
  expect(await executor.submit(fixtureTask('plain-tasks.mjs', 'environment'), 'PARMAP_SHARED')).toBe('set later')
  delete process.env['PARMAP_SHARED']
})

test.each([
  [{ resourceLimits: { maxOldGenerationSizeMB: 32 } }, RangeError],
  [{ resourceLimits: { stackSizeMb: '4' } }, RangeError],
  [{ resourceLimits: { stackSizeMb: 0 } }, RangeError],
  [{ resourceLimits: 32 }, TypeError],
])('%o throws at once, and says which limits there are', (options, Kind) => {
  const make = (): unknown => threadExecutor(options as object)
  expect(make).toThrow(Kind)
  expect(make).toThrow('Expected `resourceLimits` to be an object with numbers > 0 for some of maxOldGenerationSizeMb, maxYoungGenerationSizeMb, codeRangeSizeMb, stackSizeMb, got')
})

test('env: another symbol throws at once', () => {
  expect(() => threadExecutor({ env: Symbol('env') as never })).toThrow('Expected `env` to be an object, or SHARE_ENV of node:worker_threads, got `Symbol(env)` (symbol)')
})
