// The worker side of every backend, the event loop's included: loads the task once, runs `slots` items of a batch at
// once, times them, fires their signals, and tells each outcome as it comes. Knows nothing of order, retries or runs.

import { indexAt, type Batch } from '../batch.ts'
import type { Sink } from '../backend.ts'
import { timeoutReason } from '../errors.ts'
import { isMovedItem } from '../move.ts'
import { isTask, type AnyTaskFunction } from '../task.ts'
import type { Deadlines } from './deadlines.ts'
import type { ContextOwner } from './item-context.ts'
import type { Slot } from './slot.ts'
import type { CachedTask } from './task-cache.ts'
import type { WorkerScope } from './worker-scope.ts'

/**
 * Runs a batch in this worker; `scope.cancel` takes items of it back. Outcomes go to `sink`, those of synchronous tasks
 * before this returns.
 */
export function runBatch(scope: WorkerScope, batch: Batch, sink: Sink): void {
  const run = new BatchRun(scope, batch, sink)
  scope.batches.set(batch.id, run)
  sink.sentTo(scope.worker)
  run.begin()
}

/** The state of one running batch. @internal */
export class BatchRun implements ContextOwner {
  readonly batch: Batch
  readonly sink: Sink
  readonly worker: string
  /** Whether items are timed, for their timeout or because the sink asked. */
  readonly isClocked: boolean
  readonly deadlines: Deadlines | undefined
  fn!: AnyTaskFunction
  state: unknown = undefined
  readonly #scope: WorkerScope
  readonly #count: number
  #next = 0
  #active = 0
  #asked = 0
  #isReady = false
  #isParked = false
  #isEnded = false
  #task: CachedTask | undefined
  #takenBack: Set<number> | undefined
  #signals: Map<number, AbortController> | undefined
  #reasons: Map<number, unknown> | undefined

  constructor(scope: WorkerScope, batch: Batch, sink: Sink) {
    this.batch = batch
    this.sink = sink
    this.worker = scope.worker
    this.isClocked = batch.timed || batch.timeout !== undefined
    this.deadlines = batch.timeout === undefined ? undefined : scope.deadlines(batch.timeout)
    this.#scope = scope
    this.#count = batch.items.length
  }

  begin(): void {
    const { task } = this.batch
    if (!isTask(task)) return this.#ready(task, undefined)
    const cached = (this.#task = this.#scope.tasks.acquire(task))
    if (cached.loaded !== undefined) return this.#ready(cached.loaded.fn, cached.loaded.state)
    cached.ready.then(
      ({ fn, state }) => { this.#ready(fn, state) },
      (error: unknown) => {
        this.sink.unusable(error)
        this.#next = this.#count
        this.#endIfDone()
      },
    )
  }

  #ready(fn: AnyTaskFunction, state: unknown): void {
    this.fn = fn
    this.state = state
    this.#isReady = true
    this.#fill()
  }

  /** Starts items while there are some, slots for them, and time left in this turn of the loop. */
  #fill(): void {
    const { slots } = this.batch
    if (this.#scope.gate !== undefined) return this.#askForLeave(this.#scope.gate)
    while (this.#active < slots && this.#next < this.#count) {
      if (this.#scope.turn.isSpent()) return this.#park()
      this.#startNext()
    }
    this.#endIfDone()
  }

  #startNext(): void {
    const position = this.#next++
    if (this.#takenBack?.has(position)) return
    const { batch } = this
    let item = batch.items[position]
    if (isMovedItem(item)) item = item.value
    const slot = this.#scope.takeSlot()
    this.#active++
    if (slot.start(this, indexAt(batch, position), item, batch.attempts === undefined ? 1 : batch.attempts[position]!)) {
      this.#active--
      this.#scope.freeSlot(slot)
    }
  }

  /** A slot's item ended later than its start. */
  slotFreed(slot: Slot): void {
    this.#active--
    this.#scope.freeSlot(slot)
    this.#fill()
  }

  #park(): void {
    if (this.#isParked) return
    this.#isParked = true
    this.#scope.turn.onNext(() => {
      this.#isParked = false
      this.#fill()
    })
  }

  /** One leave per start; a leave that comes when nothing is left to start is lost, which only slows the rate. */
  #askForLeave(gate: (open: () => void) => void): void {
    while (this.#active + this.#asked < this.batch.slots && this.#next + this.#asked < this.#count) {
      this.#asked++
      gate(() => {
        this.#asked--
        if (this.#next < this.#count) this.#startNext()
        this.#fill()
      })
    }
    this.#endIfDone()
  }

  #endIfDone(): void {
    if (this.#isEnded || this.#active > 0 || this.#next < this.#count) return
    this.#isEnded = true
    if (this.#task !== undefined) this.#scope.tasks.release(this.#task)
    this.#scope.batches.delete(this.batch.id)
  }

  /** See {@link WorkerScope.cancel}. */
  cancel(indexes: readonly number[], reason: unknown): void {
    for (const index of indexes) {
      const position = this.#positionOf(index)
      if (position >= this.#next) this.#takeBack(index, position)
      else if (reason !== undefined) this.#abort(index, reason)
    }
    if (this.#isReady) this.#fill() // what was taken back may have been all that was left
  }

  #takeBack(index: number, position: number): void {
    if (this.#takenBack?.has(position)) return
    this.#takenBack ??= new Set()
    this.#takenBack.add(position)
    this.sink.lost(index, false, undefined)
  }

  #positionOf(index: number): number {
    const { indexes, first } = this.batch
    return indexes === undefined ? index - first : indexes.indexOf(index)
  }

  /** The item at this index has run longer than its timeout. */
  expire(index: number, ms: number): void {
    this.sink.timedOut(index, ms)
    this.#abort(index, timeoutReason(this.batch.timeout!))
  }

  signalOf(index: number): AbortSignal {
    let controller = this.#signals?.get(index)
    if (controller === undefined) {
      this.#signals ??= new Map()
      this.#signals.set(index, (controller = new AbortController()))
      if (this.#reasons?.has(index)) controller.abort(this.#reasons.get(index))
    }
    return controller.signal
  }

  forgetSignal(index: number): void {
    this.#signals?.delete(index)
  }

  #abort(index: number, reason: unknown): void {
    const controller = this.#signals?.get(index)
    if (controller !== undefined) return controller.abort(reason)
    this.#reasons ??= new Map()
    this.#reasons.set(index, reason)
  }
}
