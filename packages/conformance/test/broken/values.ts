// Executors that break the rules of facet 10.

import { indexAt, type Batch, type Outcome, type Sink } from '@parmap/core'
import { runBatch, WorkerScope } from '@parmap/core/worker'
import { AsyncLocalStorage } from 'node:async_hooks'
import { altered, LocalBackend, on, spoiltSink, type BrokenExecutor, type Options } from './broken-executor.ts'
import { CopyingBackend, unmoved } from './copying-backend.ts'

/** Carries values as JSON, and says that it clones them. */
class JsonInDisguise extends CopyingBackend {
  override copy(value: unknown): unknown {
    const text = JSON.stringify(unmoved(value)) as string | undefined
    return text === undefined ? undefined : JSON.parse(text)
  }
}

/** Leaves errors to structured clone. */
class CloningErrors extends CopyingBackend {
  override copyError(error: unknown): unknown {
    try {
      return structuredClone(error)
    } catch (cause) {
      return cause
    }
  }
}

/** Makes an error of whatever was thrown. */
class WrappingErrors extends CopyingBackend {
  override copyError(error: unknown): unknown { return error instanceof Error && !(error instanceof DOMException) ? super.copyError(error) : new Error(String(error)) }
}

/** Leaves out of an error what cannot be copied. */
class ThrowingAway extends CopyingBackend {
  override copyError(error: unknown): unknown {
    const copy = super.copyError(error)
    const { held } = Object(error) as { readonly held?: unknown }
    if (typeof held === 'object' || typeof held === 'function' || typeof held === 'symbol') Reflect.deleteProperty(copy as object, 'held')
    return copy
  }
}

/** Says that it transfers, and copies. */
class CopyingMoves extends CopyingBackend {
  override readonly capabilities = { ...new CopyingBackend({ workers: 1, slots: 1 }).capabilities, transfer: true }
}

/** Sends the mark of a moved item along with it. */
class KeepingMarks extends CopyingBackend {
  override copy(value: unknown): unknown { return unmoved(value) === value ? super.copy(value) : structuredClone(value) }
}

/** Forgets which attempt it is. */
class Amnesiac extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void { super.dispatch({ ...batch, attempts: undefined }, sink) }
}

/** Has items of one batch count from its start. */
class FromZero extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    const told = (position: number): number => indexAt(batch, position)
    super.dispatch({ ...batch, first: 0, indexes: undefined }, spoiltSink(sink, {
      fulfilled: (index, value, ms) => { sink.fulfilled(told(index), value, ms) },
      rejected: (index, error, ms) => { sink.rejected(told(index), error, ms) },
      timedOut: (index, ms) => { sink.timedOut(told(index), ms) },
      stopped: (index) => { sink.stopped(told(index)) },
      lost: (index, started, exit) => { sink.lost(told(index), started, exit) },
    }))
  }
  override cancel(): void { /* what would be cancelled by other indexes runs on */ }
}

/** Sets its worker up for each batch. */
class SettingUpAlways extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void { runBatch(new WorkerScope({ worker: 'local-1' }), batch, sink) }
}

/** Leaves its worker as it is. */
class LeavingWithoutTeardown extends LocalBackend {
  override async close(): Promise<void> { /* the worker goes */ }
}

const outside = AsyncLocalStorage.snapshot()

/** Runs batches in whatever context they are sent in the first time. */
class Contextless extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void { outside(() => { super.dispatch(batch, sink) }) }
}

export const BROKEN_VALUES: readonly BrokenExecutor[] = [
  { breaks: '10.1', what: 'carries as JSON what it says it clones', createExecutor: on(JsonInDisguise) },
  {
    breaks: '10.1',
    what: 'gives null for undefined',
    createExecutor: altered((executor) => ({
      map: (task: never, items: readonly unknown[], options: never) => executor.map(task, (Array.isArray(items) ? items.map((item: unknown) => item ?? null) : items) as never, options),
    })),
  },
  { breaks: '10.2', what: 'leaves errors to structured clone', createExecutor: on(CloningErrors) },
  { breaks: '10.3', what: 'makes an error of whatever was thrown', createExecutor: on(WrappingErrors) },
  { breaks: '10.4', what: 'leaves out of an error what cannot be copied', createExecutor: on(ThrowingAway) },
  { breaks: '10.5', what: 'copies what it says it transfers', createExecutor: on(CopyingMoves) },
  { breaks: '10.5', what: 'sends the mark of a moved item along', createExecutor: on(KeepingMarks) },
  { breaks: '10.6', what: 'forgets which attempt it is', createExecutor: on(Amnesiac) },
  { breaks: '10.6', what: 'counts the items of each batch from zero', createExecutor: on(FromZero) },
  { breaks: '10.7', what: 'sets its worker up for each batch', createExecutor: on(SettingUpAlways) },
  { breaks: '10.7', what: 'lets its worker go without its teardown', createExecutor: on(LeavingWithoutTeardown) },
  { breaks: '10.8', what: 'runs tasks in no context', createExecutor: on(Contextless) },
  {
    breaks: '10.9',
    what: 'calls onOutcome in no context',
    createExecutor: altered((executor) => ({
      map: (task: never, items: never, options: Options) => executor.map(task, items, options?.onOutcome === undefined ? options : {
        ...options,
        onOutcome: (outcome: Outcome<never>) => { outside(() => { options.onOutcome?.(outcome) }) },
      }),
    })),
  },
]
