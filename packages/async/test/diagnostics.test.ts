// diagnostics_channel: what tracing and metrics tools can hear of runs, batches and items.

import diagnostics from 'node:diagnostics_channel'
import { asyncExecutor, skip } from '@parmap/async'
import { afterEach, describe, expect, test } from 'vitest'
import { flaky, throwIf } from '../../core/test/support/failing-tasks.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { runProgram } from '../../core/test/support/program.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'

const NAMES = ['parmap:run:start', 'parmap:run:end', 'parmap:batch:start', 'parmap:batch:end', 'parmap:item:end', 'parmap:item:retry'] as const

interface Heard {
  readonly name: string
  readonly message: unknown
}

const unsubscribe: (() => void)[] = []

/** Listens to channels until the test is over. */
function listen(...names: readonly string[]): Heard[] {
  const heard: Heard[] = []
  for (const name of names) {
    const subscriber = (message: unknown): void => { heard.push({ name, message }) }
    diagnostics.subscribe(name, subscriber)
    unsubscribe.push(() => { diagnostics.unsubscribe(name, subscriber) })
  }
  return heard
}

afterEach(() => { for (const end of unsubscribe.splice(0)) end() })

describe('runs', () => {
  test('tell their end once, also when the last report of progress throws', async () => {
    const heard = listen('parmap:run:end')
    const onProgress = ({ completed }: { readonly completed: number }): void => { throwIf(completed === 1, 'not now') }
    expect(await rejection(asyncExecutor().map((n: number) => n, [1], { onProgress }))).toMatchObject({ message: 'not now' })
    expect(heard).toHaveLength(1)
  })

  test('tell their start before anything is read, and their end with its numbers', async () => {
    const heard = listen('parmap:run:start', 'parmap:run:end')
    const heardAtNext: number[] = []
    const input = new WatchedInput(3, { onNext: () => { heardAtNext.push(heard.length) } })
    const executor = asyncExecutor()
    const task = (item: number): number | typeof skip => { throwIf(item === 1, 'no'); return item === 2 ? skip : item }
    await executor.map(task, input, { errors: 'settle' })
    expect(heard.map(({ name }) => name)).toEqual(['parmap:run:start', 'parmap:run:end'])
    expect(heardAtNext[0]).toBe(1)
    expect(heard[0]!.message).toMatchObject({ executor: 'async', run: 1, task, total: undefined })
    expect(heard[1]!.message).toMatchObject({ executor: 'async', run: 1, completed: 1, failed: 1, skipped: 1 })
    expect((heard[1]!.message as { ms: number }).ms).toBeGreaterThanOrEqual(0)
    expect('error' in (heard[1]!.message as object)).toBe(false)
  })

  test('tell the total where the input knows it', async () => {
    const heard = listen('parmap:run:start')
    await asyncExecutor().map((item: number) => item, [1, 2, 3])
    await asyncExecutor().map((item: number) => item, new Set([1, 2]))
    expect(heard.map(({ message }) => (message as { total: unknown }).total)).toEqual([3, 2])
  })

  test('that fail tell the error', async () => {
    const heard = listen('parmap:run:end')
    const error = await rejection(asyncExecutor().map(() => { throw new Error('no') }, [1]))
    expect((heard[0]!.message as { error: unknown }).error).toBe(error)
  })

  test('that are left by their reader tell their end, too', async () => {
    const heard = listen('parmap:run:start', 'parmap:run:end')
    const stream = asyncExecutor().imap((item: number) => item, new WatchedInput(Infinity))
    await stream.next()
    await stream.return(undefined)
    expect(heard.map(({ name }) => name)).toEqual(['parmap:run:start', 'parmap:run:end'])
  })
})

describe('batches', () => {
  test('tell their start and end, with the items and slots that they have', async () => {
    const heard = listen('parmap:batch:start', 'parmap:batch:end')
    await asyncExecutor({ concurrency: 2 }).map(async (item: number) => item, [1, 2])
    expect(heard).toMatchObject([
      { name: 'parmap:batch:start', message: { executor: 'async', run: 1, first: 0, items: 2, slots: 2 } },
      { name: 'parmap:batch:end', message: { executor: 'async', run: 1, worker: 'main' } },
    ])
    const [start, end] = heard.map(({ message }) => (message as { batch: unknown }).batch)
    expect(start).toBe(end)
  })

  test('each that starts ends, and no item is in two', async () => {
    const heard = listen('parmap:batch:start', 'parmap:batch:end')
    await asyncExecutor({ concurrency: 3 }).map(async (item: number) => item, new WatchedInput(100))
    const of = (name: string): { batch: number; first: number; items: number }[] => heard.filter((one) => one.name === name).map(({ message }) => message as never)
    expect(of('parmap:batch:end').map(({ batch }) => batch).toSorted()).toEqual(of('parmap:batch:start').map(({ batch }) => batch).toSorted())
    expect(of('parmap:batch:start').flatMap(({ first, items }) => Array.from({ length: items }, (_, position) => first + position))).toEqual([...Array.from({ length: 100 }).keys()])
  })
})

describe('items', () => {
  test('tell each outcome once', async () => {
    const heard = listen('parmap:item:end')
    const task = (item: number): number | typeof skip => { throwIf(item === 1, 'no'); return item === 2 ? skip : item }
    await asyncExecutor({ concurrency: 1 }).map(task, [0, 1, 2], { errors: 'settle' })
    expect(heard.map(({ message }) => message)).toMatchObject([
      { executor: 'async', run: 1, outcome: { index: 0, attempts: 1, worker: 'main', status: 'fulfilled', value: 0 } },
      { outcome: { index: 1, status: 'rejected', reason: { code: 'PARMAP_TASK_FAILED' } } },
      { outcome: { index: 2, status: 'skipped' } },
    ])
  })

  test('tell that they are tried again', async () => {
    const heard = listen('parmap:item:retry', 'parmap:item:end')
    await asyncExecutor().submit(flaky(3), 1, { retries: { limit: 2, delay: 0 } })
    expect(heard).toMatchObject([
      { name: 'parmap:item:retry', message: { executor: 'async', run: 1, index: 0, attempt: 1, delay: 0, error: { cause: { message: 'attempt 1' } } } },
      { name: 'parmap:item:retry', message: { attempt: 2, error: { cause: { message: 'attempt 2' } } } },
      { name: 'parmap:item:end', message: { outcome: { index: 0, attempts: 3, status: 'fulfilled' } } },
    ])
  })
})

test('a subscriber that throws harms no run: Node hands what it throws to the process', async () => {
  const { code, stdout } = await runProgram(new URL('../', import.meta.url), `
    import diagnostics from 'node:diagnostics_channel'
    import { asyncExecutor } from '@parmap/async'
    const uncaught = new Set()
    process.on('uncaughtException', (error) => { uncaught.add(error.message) })
    for (const name of ${JSON.stringify(NAMES)}) diagnostics.subscribe(name, () => { throw new Error(name) })
    const flaky = (item, { attempt }) => { if (attempt === 1) throw new Error('again'); return item }
    const results = await asyncExecutor().map(flaky, [1, 2], { retries: { limit: 1, delay: 0 } })
    await new Promise(setImmediate)
    console.log(JSON.stringify({ results, uncaught: [...uncaught].sort() }))`)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({ results: [1, 2], uncaught: NAMES.toSorted() })
})

test('who subscribes while a run is under way hears the rest of it', async () => {
  const executor = asyncExecutor({ concurrency: 1 })
  const stream = executor.imap((item: number) => item, [1, 2, 3], { window: 1 })
  await stream.next()
  const heard = listen('parmap:batch:start', 'parmap:run:end')
  await stream.next()
  await stream.next()
  await stream.next()
  expect(heard.map(({ name }) => name)).toContain('parmap:run:end')
  expect(heard.map(({ name }) => name)).toContain('parmap:batch:start')
})

describe('workers', () => {
  test('tell that they started, with the first batch, and that they ended', async () => {
    const heard = listen('parmap:worker:start', 'parmap:worker:end')
    const executor = asyncExecutor()
    expect(heard).toEqual([])
    await executor.map((item: number) => item, [1, 2, 3])
    await executor.submit((item: number) => item, 4)
    expect(heard).toEqual([{ name: 'parmap:worker:start', message: { executor: 'async', worker: 'main' } }])
    await executor.close()
    expect(heard.slice(1)).toEqual([{ name: 'parmap:worker:end', message: { executor: 'async', worker: 'main', exitCode: null, signal: null, outOfMemory: false } }])
  })
})
