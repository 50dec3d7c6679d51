// Backends that do not share the caller's heap: plain functions are refused with the lines to write instead, references go
// through as data.

import { createExecutor, defineTask, importTask, ParmapError, type Executor } from '@parmap/core'
import { describe, expect, test } from 'vitest'
import { ManualBackend } from './support/manual-backend.ts'
import { readAll, thrownBy } from './support/outcome-of.ts'

function bench(): { readonly backend: ManualBackend; readonly executor: Executor } {
  const backend = new ManualBackend({ capabilities: { functions: 'portable' } })
  return { backend, executor: createExecutor(backend) }
}

describe('a plain function', () => {
  const double = (n: number): number => n * 2

  test.each(['map', 'imap', 'imapUnordered', 'forEach', 'submit'] as const)('is refused by %s at the call', (verb) => {
    const { backend, executor } = bench()
    const call = executor[verb] as (task: unknown, items: unknown) => unknown
    const error = thrownBy(() => call.call(executor, double, [1])) as ParmapError
    expect(error).toBeInstanceOf(ParmapError)
    expect(error.code).toBe('PARMAP_TASK_NOT_PORTABLE')
    expect(backend.sent).toEqual([])
  })

  test('gets shown how to write it as a named task and as an inline one', () => {
    const { executor } = bench()
    const { message } = thrownBy(() => executor.map(double as never, [1])) as Error
    expect(message).toContain('manual')
    expect(message).toContain("defineTask(import.meta.url, 'double'")
    expect(message).toContain('inlineTask(')
    expect((thrownBy(() => executor.map((() => 1) as never, [1])) as Error).message).toContain('defineTask(')
  })
})

describe('a reference', () => {
  test('is handed on in each batch, with module and name', async () => {
    const { backend, executor } = bench()
    const task = importTask<(n: number) => string>('file:///tasks/text.js', 'text')
    const done = executor.map(task, [1])
    const { task: sent, sink } = await backend.batch(0)
    expect(sent).toMatchObject({ module: 'file:///tasks/text.js', exportName: 'text' })
    sink.fulfilled(0, 'one', 1)
    expect(await done).toEqual(['one'])
  })

  test('made by defineTask is one, too: it is never called here', async () => {
    const { backend, executor } = bench()
    const task = defineTask(import.meta.url, 'here', (_n: number): number => { throw new Error('called') })
    const result = readAll(executor.imap(task, [1]))
    const { task: sent, sink } = await backend.batch(0)
    expect(sent).toBe(task)
    expect([task.module, task.exportName]).toEqual([import.meta.url, 'here'])
    sink.fulfilled(0, 5, 1)
    expect(await result).toEqual({ values: [5] })
  })

  test('is data: it survives being copied', () => {
    expect(structuredClone({ ...importTask('file:///t.js', 'x') })).toEqual({ module: 'file:///t.js', exportName: 'x' })
    expect(JSON.parse(JSON.stringify(importTask('file:///t.js', 'x')))).toEqual({ module: 'file:///t.js', exportName: 'x' })
  })
})

test('name and capabilities of the executor are those of its backend', () => {
  const { backend, executor } = bench()
  expect(executor.name).toBe('manual')
  expect(executor.capabilities).toEqual(backend.capabilities)
})

describe('createExecutor', () => {
  test.each([
    [{ clock: 5 }, '`clock`'], [{ random: 0.5 }, '`random`'], [{ killGrace: -1 }, '`killGrace`'], [{ killGrace: '1s' }, '`killGrace`'], [{ killGrace: NaN }, '`killGrace`'], [{ clocks: {} }, '`clock`'], [7, '`options`'],
  ])('refuses %o', (options, name) => {
    const error = thrownBy(() => createExecutor(new ManualBackend(), options as never)) as Error
    expect(error.message).toContain(name)
  })
})
