/// <reference lib="esnext.disposable" preserve="true" />
// What a user holds: the interface of every executor, whatever its backend.

import type { Capabilities } from './backend.ts'
import type { ForEachOptions, MapOptions, SubmitOptions } from './options.ts'
import type { ErrorMode, Items, Result } from './outcome.ts'
import type { Skip } from './skip.ts'
import type { ExecutorStats } from './stats.ts'
import type { Task, TaskFunction } from './task.ts'

/** Which runnables an executor takes: references only, or plain functions too. */
export type Functions = 'portable' | 'function'

interface Runnables<I, O> {
  readonly portable: Task<I, O>
  // No `skip` in the promise: it would be what `new Promise(…)` is taken to promise where nothing else is known.
  readonly function: TaskFunction<I, O | Skip | PromiseLike<O>>
}

/** A task as the executor takes it. A lookup, not a conditional type: keeps `in F` provable. */
export type Runnable<F extends Functions, I, O> = Runnables<I, O>[F]

interface Submittables<I, O> {
  readonly portable: Task<I, O>
  readonly function: TaskFunction<I, O | PromiseLike<O>>
}

/** A task whose `skip`, if it gives that, is part of what it is said to give. */
type Submittable<F extends Functions, I, O> = Submittables<I, O>[F]

/**
 * Runs tasks over items. `Executor` takes references; `Executor<Functions>` (the event loop's) takes plain functions
 * too and fits wherever an Executor is wanted.
 *
 * Wrong arguments throw a TypeError or RangeError at the call, before anything runs. Failures of items are TaskErrors
 * (`PARMAP_TASK_FAILED`, `PARMAP_TIMEOUT`, `PARMAP_WORKER_LOST`, `PARMAP_UNSERIALIZABLE`); a task that cannot be loaded
 * or set up ends the run (`PARMAP_TASK_NOT_FOUND`, `PARMAP_TASK_LOAD_FAILED`, `PARMAP_SETUP_FAILED`); so do an abort,
 * the input's own error and a throwing callback, unwrapped.
 */
export interface Executor<in F extends Functions = 'portable'> extends AsyncDisposable {
  /** The name of its backend: `async`, `threads`, `processes`. */
  readonly name: string
  readonly capabilities: Capabilities
  /** The most items that run at once. May be set while runs are under way: it holds from the next batch on. */
  concurrency: number
  /**
   * All results, in input order.
   *
   * ```ts
   * await executor.map(async (n) => n * 2, [1, 2, 3]) // [2, 4, 6]
   * ```
   */
  map<I, O, M extends ErrorMode | undefined = 'stop'>(task: Runnable<F, I, O>, items: Items<I>, options?: MapOptions<O, M>): Promise<Result<O, M>[]>
  /** Results in input order, one by one. Starts at the first `next()`; reads at most `window` items ahead. */
  imap<I, O, M extends ErrorMode | undefined = 'stop'>(task: Runnable<F, I, O>, items: Items<I>, options?: MapOptions<O, M>): AsyncGenerator<Result<O, M>, undefined, undefined>
  /** Results in completion order, one by one. Starts at the first `next()`; reads at most `window` items ahead. */
  imapUnordered<I, O, M extends ErrorMode | undefined = 'stop'>(task: Runnable<F, I, O>, items: Items<I>, options?: MapOptions<O, M>): AsyncGenerator<Result<O, M>, undefined, undefined>
  /** Runs the task over all items and keeps nothing. With `errors: 'settle'`, failures are told to `onOutcome` only. */
  forEach<I, O>(task: Runnable<F, I, O>, items: Items<I>, options?: ForEachOptions<O>): Promise<void>
  /** Runs the task on one item. Never blocks: what cannot run yet is queued without a bound. */
  submit<I, O>(task: Submittable<F, I, O>, item: I, options?: SubmitOptions): Promise<O>
  /** For functions that give either a promise or, at once, `skip`. */
  submit<I, O>(task: Runnable<F, I, O>, item: I, options?: SubmitOptions): Promise<O | Skip>
  /** Starts no more items; those that run go on. */
  pause(): void
  resume(): void
  /**
   * Resolves when nothing runs, detached items included, and nothing will without a new call or a reader. Not to be
   * awaited inside a task of the same executor, which would wait for its own end.
   */
  idle(): Promise<void>
  stats(): ExecutorStats
  /**
   * Takes no more runs (`PARMAP_CLOSED`). `map`, `forEach` and `submit` already begun run to their end; streams read no
   * more, what they have read stays readable (also the item that an async input is just bringing, for a second at most),
   * then they throw `PARMAP_CLOSED`. Resolves when nothing runs any more and the teardowns have ended, or `terminate` has
   * ended them; waits for no reader and no detached item. Rejects with the first error of a teardown. Called in one of
   * its own tasks, it does not wait; that error is told to those who close from outside. Idempotent.
   */
  close(): Promise<void>
  /** Ends everything now with `reason` (default: `PARMAP_TERMINATED`). Idempotent. */
  terminate(reason?: unknown): Promise<void>
}
