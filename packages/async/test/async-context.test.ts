// The caller's AsyncLocalStorage: captured once per run, seen in tasks, in the input and in callbacks, whoever else runs.

import { AsyncLocalStorage } from 'node:async_hooks'
import { asyncExecutor, defineTask, type Executor, type Functions } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { readAll } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedAsyncInput, WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, VERBS } from './support/verbs.ts'

const storage = new AsyncLocalStorage<string>()
const here = (): string => storage.getStore() ?? 'none'

/** Keeps the processor for a while, as tasks that compute do. Real time: what counts is that the loop is due a turn. */
function compute(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

/** Runs the same work for two callers at once; gives what each saw. */
async function twoCallers(work: (executor: Executor<Functions>) => Promise<unknown>, executor: Executor<Functions>): Promise<unknown[]> {
  return Promise.all(['a', 'b'].map((name) => storage.run(name, () => work(executor))))
}

describe('tasks see the context of their caller', () => {
  test.each(VERBS)('in %s, at their start and after an await', async (verb) => {
    const task = async (): Promise<string> => { const before = here(); await turns(1); return before + here() }
    const seen: string[] = []
    const note = async (): Promise<void> => { seen.push(await task()) }
    await storage.run('x', () => run(asyncExecutor({ concurrency: 2 }), verb, note, [1, 2, 3, 4]))
    expect(seen).toEqual(['xx', 'xx', 'xx', 'xx'])
  })

  test.each([1, 2, 3])('when callers share %i slots', async (concurrency) => {
    const task = async (): Promise<string> => { await turns(1); return here() }
    const [a, b] = await twoCallers((executor) => executor.map(task, Array.from({ length: 20 }).keys()), asyncExecutor({ concurrency }))
    expect(new Set(a as string[])).toEqual(new Set(['a']))
    expect(new Set(b as string[])).toEqual(new Set(['b']))
  })

  test('when many batches wait for the loop to have its turn', async () => {
    const task = (): string => { compute(4); return here() }
    const [a, b] = await twoCallers((executor) => executor.map(task, Array.from({ length: 12 }).keys(), { batchSize: 12 }), asyncExecutor({ concurrency: 2 }))
    expect(new Set(a as string[])).toEqual(new Set(['a']))
    expect(new Set(b as string[])).toEqual(new Set(['b']))
  })

  test('when starts wait for a rate limit', async () => {
    const executor = asyncExecutor({ concurrency: 4, rateLimit: { limit: 2, interval: 10 } })
    const [a, b] = await twoCallers((one) => one.map(() => here(), Array.from({ length: 6 }).keys()), executor)
    expect(new Set(a as string[])).toEqual(new Set(['a']))
    expect(new Set(b as string[])).toEqual(new Set(['b']))
  })

  test('when somebody else resumes, raises the concurrency, or ends what they wait for', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    executor.pause()
    const done = storage.run('x', () => executor.map(async () => { await turns(1); return here() }, [1, 2, 3]))
    await turns()
    storage.run('y', () => { executor.resume() })
    await turns(1)
    storage.run('z', () => { executor.concurrency = 3 })
    expect(await done).toEqual(['x', 'x', 'x'])
  })

  test('when they are retried', async () => {
    const task = async (_item: number, { attempt }: { attempt: number }): Promise<string> => (attempt < 3 ? Promise.reject(new Error('again')) : here())
    const [a, b] = await twoCallers((executor) => executor.map(task, [1, 2], { retries: { limit: 2, delay: 1 } }), asyncExecutor({ concurrency: 1 }))
    expect([a, b]).toEqual([['a', 'a'], ['b', 'b']])
  })

  test('of a stream: that of the call, not of the reader', async () => {
    const stream = storage.run('caller', () => asyncExecutor({ concurrency: 1 }).imap(() => here(), new WatchedInput(4)))
    const { values } = await storage.run('reader', () => readAll(stream))
    expect(values).toEqual(['caller', 'caller', 'caller', 'caller'])
  })

  test('when they are named tasks', async () => {
    const named = defineTask(import.meta.url, 'named', (_item: number) => here())
    expect(await twoCallers((executor) => executor.map(named, [1, 2]), asyncExecutor())).toEqual([['a', 'a'], ['b', 'b']])
  })

  test('when they are nested', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const parent = (item: number): Promise<string[]> => storage.run(`${here()}${item}`, () => executor.map(() => here(), [1, 2]))
    expect(await storage.run('p', () => executor.map(parent, [1, 2]))).toEqual([['p1', 'p1'], ['p2', 'p2']])
  })
})

describe('the rest of a run sees it, too', () => {
  test.each([['sync', WatchedInput], ['async', WatchedAsyncInput]] as const)('next() and return() of a %s input', async (_kind, Input) => {
    const seen: string[] = []
    const input = (): WatchedInput => new Input(Infinity, { onNext: () => { seen.push(here()) }, onReturn: () => { seen.push(here()) } })
    const executor = asyncExecutor({ concurrency: 1 })
    const stream = storage.run('x', () => executor.imap((item: number) => item, input(), { window: 2 }))
    await storage.run('y', async () => {
      for (let count = 0; count < 5; count++) await stream.next()
      await turns()
      await stream.return(undefined)
    })
    expect(seen.length).toBeGreaterThan(5)
    expect(new Set(seen)).toEqual(new Set(['x']))
  })

  test('an abort from another context calls return() in that of the run', async () => {
    const seen: string[] = []
    const controller = new AbortController()
    const input = new WatchedInput(Infinity, { onReturn: () => { seen.push(here()) } })
    const done = storage.run('x', () => asyncExecutor().map(() => new Promise<never>(() => undefined), input, { signal: controller.signal, window: 2 })).catch(() => undefined)
    await turns()
    storage.run('y', () => { controller.abort() })
    await done
    expect(seen).toEqual(['x'])
  })

  test('onOutcome, onProgress, retryIf and delay', async () => {
    const seen: Record<string, string[]> = { onOutcome: [], onProgress: [], retryIf: [], delay: [] }
    const note = (name: string): void => { seen[name]!.push(here()) }
    const task = async (_item: number, { attempt }: { attempt: number }): Promise<void> => { await turns(1); throwIf(attempt === 1, 'again') }
    await twoCallers(
      (executor) =>
        executor.map(task, [1, 2], {
          onOutcome: () => { note('onOutcome') },
          onProgress: () => { note('onProgress') },
          retries: { limit: 1, retryIf: () => { note('retryIf'); return true }, delay: () => { note('delay'); return 1 } },
        }),
      asyncExecutor({ concurrency: 1 }),
    )
    for (const names of Object.values(seen)) expect(names.filter((name) => name === 'a').length).toBe(names.length / 2)
    for (const names of Object.values(seen)) expect(new Set(names)).toEqual(new Set(['a', 'b']))
  })

  test('a caller without a context gives its tasks none, whoever ran before', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    await storage.run('x', () => executor.map(() => here(), [1]))
    const other = storage.run('x', () => executor.map(async () => turns(3), [1]))
    const plain = storage.exit(() => executor.map(() => here(), [1, 2]))
    expect(await plain).toEqual(['none', 'none'])
    await other
  })
})
