// The contract between engine and backend, whole. The engine pulls, bounds, batches, orders, retries, counts and
// collects; a backend carries a batch to a worker and brings the outcomes back. Neither knows more of the other.

import type { Batch } from './batch.ts'

/** What a backend can do. The engine refuses what follows from it, and the conformance kit skips by it alone. */
export interface Capabilities {
  /** Which values cross unharmed: the very same ones, what structured clone copies, or what JSON holds. */
  readonly values: 'any' | 'structured-clone' | 'json'
  /** Whether plain functions can be run, or only references that a worker can load. */
  readonly functions: 'any' | 'portable'
  /** Whether work that does not stop by itself can be killed. */
  readonly kill: boolean
  /** Whether items run at the same time on several cores. */
  readonly parallel: boolean
  /** Whether `move()` transfers instead of copying. */
  readonly transfer: boolean
  /** What a worker does not share with its caller. */
  readonly isolation: 'none' | 'thread' | 'process' | 'machine'
  readonly delivery: 'at-most-once' | 'at-least-once'
}

/** How a worker ended, as far as its backend can tell. */
export interface WorkerExit {
  readonly worker: string
  readonly exitCode: number | null
  readonly signal: string | null
  readonly outOfMemory: boolean
  readonly cause?: unknown
}

/** One worker in `executor.stats()`. */
export interface WorkerStats {
  readonly id: string
  /** Items running in it now. */
  readonly running: number
  /** Items ended in it so far. */
  readonly completed: number
}

/**
 * Where a backend tells what became of the items of one batch. Positional, so that no object is made per item.
 *
 * For each item exactly one of `fulfilled`, `rejected`, `timedOut`, `unserializable`, `lost` is the outcome; a second
 * one is dropped. All but `timedOut` also say that the item no longer runs; after `timedOut` its slot stays taken
 * until `stopped`.
 */
export interface Sink {
  /** The batch has been given to this worker. Told before the first outcome; again if it moves. */
  sentTo(worker: string): void
  /** The task returned. `ms` is how long the item ran, 0 where `batch.timed` is false. */
  fulfilled(index: number, value: unknown, ms: number): void
  /**
   * As `fulfilled` for items whose indexes follow each other from `first`, at a fraction of the price. No value may be one
   * that is to be moved; `ms` undefined: 0 for all. The engine's sinks have it; one that wraps another need not.
   */
  fulfilledAll?(first: number, values: ArrayLike<unknown>, ms: ArrayLike<number> | undefined): void
  /**
   * What is left of the batch is about a millisecond of work, or its last item: now is the time to send another `after` it, so
   * that its worker need not wait. For batches of one slot, by backends that can keep to `batch.after`, can kill, and whose tasks cannot
   * start runs of the same executor. The other batch may be dispatched before this returns.
   */
  ending?(): void
  /**
   * At least so many items of the batch have not begun, and another worker has nothing to do: they would begin sooner there.
   * The engine may take them back, by `cancel` without a reason, and tells whether it tries. For backends whose workers have several slots: items of a
   * task that computes wait for each other although each has its slot.
   */
  spare?(count: number): boolean
  /** The task threw; `error` is the thrown value, decoded. */
  rejected(index: number, error: unknown, ms: number): void
  /** The item ran longer than `batch.timeout`. It may still be running: `stopped` follows when it no longer does. */
  timedOut(index: number, ms: number): void
  /** An item told as timed out, or one that was cancelled, has really ended. */
  stopped(index: number): void
  /** The item or its result could not be copied; `path` names the offending field. Never retried. */
  unserializable(index: number, path: string, error: unknown): void
  /** The worker went away, or a cancel or recall reached the item in time. `false` only where it certainly had not started. */
  lost(index: number, started: boolean | 'unknown', exit: WorkerExit | undefined): void
  /** The task cannot be loaded or set up: ends the run. */
  unusable(error: unknown): void
}

/** What carries batches to workers. Made once, used by one executor. */
export interface Backend {
  readonly name: string
  readonly capabilities: Capabilities
  /** Slots to begin with: the executor's `concurrency`. */
  readonly concurrency: number
  /** The highest `concurrency` that may be set; default: `concurrency`. */
  readonly maxConcurrency?: number
  /** The most slots that one batch may have, i.e. the slots of one worker; default: no bound. */
  readonly slotsPerWorker?: number
  /** Milliseconds that carrying one batch there and back costs; default 0: then nothing is gained by large batches. */
  readonly messageMs?: number
  /** Whether `dispatch` takes batches whose `items` are a part of a typed array; default: it gets arrays only. */
  readonly takesTypedArrays?: boolean
  /** Sends a batch. Must not throw: what goes wrong is told to the sink. Outcomes may be told before it returns. */
  dispatch(batch: Batch, sink: Sink): void
  /**
   * Takes items back from a batch. Those that have not started come back as `lost(index, false)`. Those that run get
   * their signal aborted with `reason`, then, after the grace, are killed where that is possible. Without a reason
   * (`undefined`) it is a recall: items that run are left alone.
   */
  cancel(batch: number, indexes: readonly number[], reason: unknown): void
  /** The workers there are now; default: none are shown. */
  workers?(): readonly WorkerStats[]
  /** Called once nothing runs any more: ends the workers, runs their teardowns. */
  close(): Promise<void>
  /** Ends the workers now, whatever they do. */
  terminate(reason: unknown): Promise<void>
}
