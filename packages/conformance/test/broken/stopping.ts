// Executors that break the rules of facet 7.

import type { Batch, Executor, Functions, Sink, SubmitOptions } from '@parmap/core'
import { runBatch } from '@parmap/core/worker'
import { altered, isAsync, LocalBackend, on, spoiltSink, type BrokenExecutor, type Options } from './broken-executor.ts'
import { StopsAtOnce } from './spoilt-backends.ts'

type Items = Iterable<unknown> | AsyncIterable<unknown>

/** The same input without `return()`. */
function withoutReturn(items: Items): Items {
  if (Array.isArray(items)) return items
  if (isAsync(items)) {
    return { [Symbol.asyncIterator]: () => {
      const iterator = items[Symbol.asyncIterator]()
      return { next: () => iterator.next() }
    } }
  }
  return { [Symbol.iterator]: () => {
    const iterator = items[Symbol.iterator]()
    return { next: () => iterator.next() }
  } }
}

/** The good executor with other items for all verbs but `submit`. */
const withItems = (change: (items: Items) => Items): BrokenExecutor['createExecutor'] => altered((executor) => ({
  map: (task: never, items: Items, options: never) => executor.map(task, change(items) as never, options),
  forEach: (task: never, items: Items, options: never) => executor.forEach(task, change(items) as never, options),
  imap: (task: never, items: Items, options: never) => executor.imap(task, change(items) as never, options),
}))

/** An input whose `return()` is called and not waited for. */
function returnedAtOnce(items: Items): Items {
  if (!isAsync(items)) return items
  return { [Symbol.asyncIterator]: () => {
    const iterator = items[Symbol.asyncIterator]()
    return { next: () => iterator.next(), return: async () => {
      void iterator.return?.()
      return { done: true, value: undefined }
    } }
  } }
}

/** Throws the reason of an abort in an error of its own. */
const wrapped = (executor: Executor<Functions>) => async (task: never, items: never, options: Options): Promise<unknown> => {
  try {
    return await executor.map(task, items, options as never)
  } catch (cause) {
    if (options?.signal?.aborted !== true) throw cause
    throw new Error('aborted', { cause })
  }
}

/** Tells items nothing of a cancel. */
class Silent extends LocalBackend {
  override cancel(batch: number, indexes: readonly number[]): void { this.scope.cancel(batch, indexes, undefined) }
}

/** Cancels whatever runs. */
class Reckless extends LocalBackend {
  readonly #sent = new Map<number, Batch>()
  override dispatch(batch: Batch, sink: Sink): void {
    this.#sent.set(batch.id, batch)
    super.dispatch(batch, sink)
  }
  override cancel(_batch: number, _indexes: readonly number[], reason: unknown): void {
    for (const [id, { first, indexes, items }] of this.#sent) this.scope.cancel(id, indexes ?? items.map((_, place) => first + place), reason)
  }
}

/** Tells a timeout when the item has stopped. */
class LateTimeouts extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    const late = new Map<number, number>()
    runBatch(this.scope, batch, spoiltSink(sink, {
      timedOut: (index, ms) => { late.set(index, ms) },
      stopped: (index) => {
        const ms = late.get(index)
        if (ms !== undefined) sink.timedOut(index, ms)
        sink.stopped(index)
      },
    }))
  }
}

/** Says, after a while, that an item has stopped. */
class StopsSoon extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    runBatch(this.scope, batch, spoiltSink(sink, { timedOut: (index, ms) => {
      sink.timedOut(index, ms)
      setTimeout(() => { sink.stopped(index) }, 200).unref()
    } }))
  }
}

/** Fails an item that has ended later than it should have. */
class Strict extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    runBatch(this.scope, { ...batch, timed: true }, spoiltSink(sink, { fulfilled: (index, value, ms) => {
      if (ms <= (batch.timeout ?? Infinity)) return sink.fulfilled(index, value, ms)
      sink.timedOut(index, ms)
      sink.stopped(index)
    } }))
  }
}

export const BROKEN_STOPPING: readonly BrokenExecutor[] = [
  { breaks: '7.1', what: 'does not tell the input that nobody reads on', createExecutor: withItems(withoutReturn) },
  { breaks: '7.2', what: 'wraps the reason of an abort', createExecutor: altered((executor) => ({ map: wrapped(executor) })) },
  { breaks: '7.3', what: 'does not tell the input of an abort', createExecutor: withItems(withoutReturn) },
  { breaks: '7.4', what: 'does not wait for the input’s return()', createExecutor: withItems(returnedAtOnce) },
  {
    breaks: '7.5',
    what: 'leaves a listener on the signal',
    createExecutor: altered((executor) => ({ submit: (task: never, item: never, options: SubmitOptions | undefined) => {
      options?.signal?.addEventListener('abort', () => undefined)
      return executor.submit(task, item, options)
    } })),
  },
  { breaks: '7.6', what: 'tells items nothing of an abort', createExecutor: on(Silent) },
  { breaks: '7.9', what: 'cancels all that runs, whatever was meant', createExecutor: on(Reckless) },
  { breaks: '7.10', what: 'tells a timeout when the item has stopped', createExecutor: on(LateTimeouts) },
  { breaks: '7.11', what: 'hands on the slot of an item whose time is over', createExecutor: on(StopsAtOnce) },
  { breaks: '7.12', what: 'forgets items that do not stop', createExecutor: on(StopsSoon) },
  { breaks: '7.13', what: 'fails an item that ended too late', createExecutor: on(Strict) },
  { breaks: '7.14', what: 'is always idle', createExecutor: altered(() => ({ idle: () => Promise.resolve() })) },
]
