// Executors that break the rules of facet 4.

import type { Batch, Outcome, Sink } from '@parmap/core'
import { findExport, isTask } from '@parmap/core/worker'
import { altered, LocalBackend, on, spoiltSink, type BrokenExecutor, type Options } from './broken-executor.ts'

/** Loses the last value of a batch of several items. */
class Forgetful extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    const lost = batch.items.length < 5 ? -1 : batch.first + batch.items.length - 1
    super.dispatch(batch, spoiltSink(sink, { fulfilled: (index, value, ms) => { if (index !== lost) sink.fulfilled(index, value, ms) } }))
  }
}

/** Takes a task that threw nothing worth mentioning for one that returned. */
class Truthy extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, {
      rejected: (index, error, ms) => {
        if (error) sink.rejected(index, error, ms)
        else sink.fulfilled(index, undefined, ms)
      },
    }))
  }
}

type AnyTask = (item: unknown, context: object) => unknown

/** Runs all items at once, and lets each write its result as often as it likes. */
async function mapByHand(task: unknown, items: Iterable<unknown>): Promise<unknown[]> {
  const fn = (isTask(task) ? await findExport(task) : task) as AnyTask
  const results: unknown[] = []
  await Promise.all(Array.from(items, (item, index) => new Promise<void>((resolve, reject) => {
    const settle = (value: unknown): void => {
      results[index] = value
      resolve()
    }
    try {
      const given = fn(item, { index, attempt: 1, worker: 'main', signal: new AbortController().signal }) as PromiseLike<unknown> | undefined
      if (typeof given?.then === 'function') given.then(settle, settle)
      else settle(given)
    } catch (error) {
      reject(new Error('failed', { cause: error }))
    }
  })))
  return results
}

const { setInterval: real } = globalThis

/** The timer that holds the host, which the engine sets in this turn of the loop, is made one that does not. */
function withoutHold<T>(start: () => T): T {
  globalThis.setInterval = ((...given: Parameters<typeof real>) => real(...given).unref()) as typeof real
  setImmediate(() => { globalThis.setInterval = real })
  return start()
}

export const BROKEN_ONE_OUTCOME: readonly BrokenExecutor[] = [
  { breaks: '4.1', what: 'loses outcomes', createExecutor: on(Forgetful) },
  {
    breaks: '4.1',
    what: 'tells outcomes twice',
    createExecutor: altered((executor) => ({
      map: (task: never, items: never, options: Options) => executor.map(task, items, options?.onOutcome === undefined ? options : {
        ...options,
        onOutcome: (outcome: Outcome<never>) => { for (let n = 0; n < 2; n++) options.onOutcome?.(outcome) },
      }),
    })),
  },
  { breaks: '4.2', what: 'takes a throw of nothing for a return', createExecutor: on(Truthy) },
  { breaks: '4.3', what: 'lets a task settle as often as it likes', createExecutor: altered(() => ({ map: mapByHand })) },
  {
    breaks: '4.8',
    what: 'lets the host go with items pending',
    createExecutor: altered((executor) => ({ map: (...given: Parameters<typeof executor.map>) => withoutHold(() => executor.map(...given)) })),
  },
  {
    breaks: '4.8',
    what: 'holds the host with nothing pending',
    createExecutor: altered((executor) => {
      let heartbeat: ReturnType<typeof setInterval> | undefined
      return {
        map: (...given: Parameters<typeof executor.map>) => {
          heartbeat ??= setInterval(() => undefined, 1_000)
          return executor.map(...given)
        },
        terminate: (reason: unknown) => {
          clearInterval(heartbeat)
          return executor.terminate(reason)
        },
      }
    }),
  },
  {
    breaks: '4.9',
    what: 'leaves a rejected promise behind',
    createExecutor: altered((executor) => ({
      submit: (...given: Parameters<typeof executor.submit>) => {
        void Promise.reject(new Error('stray'))
        return executor.submit(...given)
      },
    })),
  },
  {
    breaks: '4.9',
    what: 'hears of a promise in a list when it is its turn',
    createExecutor: altered((executor) => ({
      map: (task: Parameters<typeof executor.map>[0], items: Iterable<unknown>, ...rest: never[]) => executor.map(task, Array.isArray(items) ? eachOf(items) : items, ...rest),
    })),
  },
]

function* eachOf(items: Iterable<unknown>): Generator<unknown> { yield* items }
