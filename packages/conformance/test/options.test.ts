// Wrong options are refused at the call, and named; a rule that hangs tells what runs were rejected with.

import { asyncExecutor } from '@parmap/async'
import { conformance, type ConformanceOptions } from '@parmap/conformance'
import { expect, test } from 'vitest'
import { verdicts } from './support/verdicts.ts'

const runner = Object.assign((): void => undefined, { skip: (): void => undefined })
const good: ConformanceOptions = { describe: () => undefined, test: runner, createExecutor: () => asyncExecutor() }

test.each([
  ['no options', undefined, /`describe` to be a function, got `undefined`/],
  ['no describe', { ...good, describe: undefined }, /`describe` to be a function, got `undefined`/],
  ['a test that cannot skip', { ...good, test: () => undefined }, /`test` to be a function with a method `skip`/],
  ['a createExecutor that is none', { ...good, createExecutor: asyncExecutor() }, /`createExecutor` to be a function/],
  ['a createExecutor that makes none', { ...good, createExecutor: () => ({}) }, /what createExecutor returns.* to be an executor/],
  ['tasks that are a path', { ...good, tasks: './tasks.js' }, /`tasks` to be a URL/],
  ['a patience of 0', { ...good, patience: 0 }, /`patience` to be a number of milliseconds > 0/],
  ['an unknown option', { ...good, pacience: 5 }, /`pacience`.*did you mean `patience`/],
])('%s is refused', (_what, options, message) => {
  expect(() => { conformance(options as ConformanceOptions) }).toThrow(message)
})

test('a rule that hangs tells what runs were rejected with', async () => {
  const found = await verdicts(() => asyncExecutor(), { patience: 300, tasks: new URL('file:///nowhere/tasks.js') })
  expect(found.find(({ number }) => number === '1.1')?.failure).toMatch(/^It hangs: .*Rejections: ParmapError: Cannot import file:\/\/\/nowhere\/tasks\.js/)
})
