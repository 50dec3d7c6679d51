// An executor that breaks a rule on purpose, and what such executors are made of: a good executor of which a verb is
// replaced, or a backend in this process of which a step is.

import { asyncExecutor } from '@parmap/async'
import { createExecutor, type Backend, type Batch, type Capabilities, type Executor, type Functions, type MapOptions, type Sink, type WorkerStats } from '@parmap/core'
import { runBatch, WorkerScope } from '@parmap/core/worker'
import type { CreateExecutor, ExecutorShape } from '@parmap/conformance'

/** What the kit must find out. */
export interface BrokenExecutor {
  /** The number of the rule that it breaks. */
  readonly breaks: string
  /** What it does wrong. */
  readonly what: string
  readonly createExecutor: CreateExecutor
  /** The numbers of the rules that are put to it, one by one, where it has real workers, which are slow to start; default: all. */
  readonly among?: RegExp
}

/** The members that a wrapper may replace. */
export type Changes = { readonly [K in keyof Executor<Functions>]?: unknown }

/** The good executor that wrappers spoil. */
function good({ workers, slots }: ExecutorShape): Executor<Functions> { return asyncExecutor({ concurrency: workers * slots }) }

/** A good executor with some of its members replaced. */
export function altered(change: (executor: Executor<Functions>, shape: ExecutorShape) => Changes, create: (shape: ExecutorShape) => Executor = good): CreateExecutor {
  return (shape) => {
    const executor = create(shape) as Executor<Functions>
    const changes = change(executor, shape) as Record<PropertyKey, unknown>
    return new Proxy(executor, {
      get(target, name) {
        if (Object.hasOwn(changes, name)) return changes[name]
        const member: unknown = Reflect.get(target, name, target)
        return typeof member === 'function' ? member.bind(target) : member
      },
      set: (target, name, value) => Object.hasOwn(changes, name) || Reflect.set(target, name, value, target),
    })
  }
}

/** What a run is given as options, by wrappers that change one. */
export type Options = MapOptions<never> | undefined

/** An executor of which one verb has other options than it was given; default: of the good one. */
export function withOptions(verb: 'map' | 'imap' | 'forEach', change: (options: Options) => object, create?: CreateExecutor): CreateExecutor {
  return altered((executor) => ({ [verb]: (task: never, items: never, options: Options) => (executor[verb] as (...given: readonly unknown[]) => unknown)(task, items, change(options)) }), create)
}

/** Whether items are read by an async iterator. */
export function isAsync(items: object): items is AsyncIterable<unknown> { return Symbol.asyncIterator in items }

/** A good backend in this process, to be spoilt by a subclass. */
export class LocalBackend implements Backend {
  readonly name: string = 'local'
  readonly capabilities: Capabilities = { values: 'any', functions: 'any', kill: false, parallel: false, transfer: false, isolation: 'none', delivery: 'at-most-once' }
  readonly concurrency: number
  readonly maxConcurrency: number = Infinity
  protected readonly scope: WorkerScope = new WorkerScope({ worker: 'local-1' })

  constructor({ workers, slots }: ExecutorShape) { this.concurrency = workers * slots }

  dispatch(batch: Batch, sink: Sink): void { runBatch(this.scope, batch, sink) }
  cancel(batch: number, indexes: readonly number[], reason: unknown): void { this.scope.cancel(batch, indexes, reason) }
  workers(): readonly WorkerStats[] { return [{ id: 'local-1', running: this.scope.running, completed: this.scope.completed }] }
  close(): Promise<void> { return this.scope.close() }
  async terminate(_reason: unknown): Promise<void> { void this.scope.close().catch(() => undefined) }
}

/** An executor on a backend that a class spoils. */
export function on(Spoilt: new (shape: ExecutorShape) => Backend): CreateExecutor {
  return (shape) => createExecutor(new Spoilt(shape))
}

/** Passes on what a batch's outcomes are told, but for the methods that are replaced. */
export function spoiltSink(sink: Sink, changes: Partial<Sink>): Sink {
  return {
    sentTo: (worker) => { sink.sentTo(worker) },
    fulfilled: (index, value, ms) => { sink.fulfilled(index, value, ms) },
    rejected: (index, error, ms) => { sink.rejected(index, error, ms) },
    timedOut: (index, ms) => { sink.timedOut(index, ms) },
    stopped: (index) => { sink.stopped(index) },
    unserializable: (index, path, error) => { sink.unserializable(index, path, error) },
    lost: (index, started, exit) => { sink.lost(index, started, exit) },
    unusable: (error) => { sink.unusable(error) },
    ...changes,
  }
}
