// The worker side of every backend, the event loop's included: loads the task once, runs `slots` items of a batch at
// once, times them, fires their signals, and tells each outcome as it comes. Knows nothing of order, retries or runs.

import { captureContext } from '../async-context.ts'
import { positionOf, type Batch } from '../batch.ts'
import type { Sink } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { timeoutReason } from '../errors.ts'
import { isMovedItem } from '../move.ts'
import { isTask, type AnyTaskFunction } from '../task.ts'
import type { Deadlines } from './deadlines.ts'
import { ItemSignals } from './item-signals.ts'
import type { Slot, SlotOwner } from './slot.ts'
import type { StartNote } from './start-note.ts'
import type { CachedTask } from './task-cache.ts'
import type { Gate, RunningBatch, WorkerScope } from './worker-scope.ts'

const { queueMicrotask } = globalThis // as it is before a task can replace it

/**
 * Runs a batch in this worker; `scope.cancel` takes items of it back. Outcomes go to `sink`.
 * @param begins lets it begin, now or later; default: at once, and then synchronous tasks have ended before this returns
 */
export function runBatch(scope: WorkerScope, batch: Batch, sink: Sink, note?: StartNote, begins = (run: Beginning): void => { run.begin() }): void {
  const run = new BatchRun(scope, batch, sink, note)
  const before = batch.after === undefined ? undefined : scope.batches.get(batch.after)
  scope.batches.set(batch.id, run)
  sink.sentTo(scope.worker)
  if (before === undefined) begins(run)
  else before.thenBegin(run)
}

/** A batch that is known and has not begun. */
export interface Beginning { begin(): void }

/** The state of one running batch. */
class BatchRun implements SlotOwner, RunningBatch {
  readonly batch: Batch
  readonly sink: Sink
  readonly worker: string
  readonly clock: Clock
  readonly isClocked: boolean
  readonly deadlines: Deadlines | undefined
  fn!: AnyTaskFunction
  state: unknown = undefined
  readonly #scope: WorkerScope
  readonly #note: StartNote | undefined
  readonly #items: readonly unknown[]
  readonly #slots: number
  readonly #isGated: boolean
  #next = 0
  #active = 0
  #isReady = false
  #isFilling = false
  #isParked = false
  #isEnded = false
  #isAsking = false
  readonly #successors: Beginning[] = []
  #withdrawal: AbortController | undefined = undefined
  #task: CachedTask | undefined = undefined
  #takenBack: Set<number> | undefined = undefined
  #signals: ItemSignals | undefined = undefined

  constructor(scope: WorkerScope, batch: Batch, sink: Sink, note: StartNote | undefined) {
    this.batch = batch
    this.sink = sink
    this.worker = scope.worker
    this.clock = scope.clock
    this.isClocked = batch.timed || batch.timeout !== undefined
    this.deadlines = batch.timeout === undefined ? undefined : scope.deadlines(batch.timeout)
    this.#scope = scope
    this.#note = note
    this.#items = batch.items
    this.#slots = batch.slots
    this.#isGated = scope.gate !== undefined
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
        this.#next = this.#items.length
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
    const { gate } = this.#scope
    if (gate !== undefined) return this.#askForLeave(gate)
    if (this.#isFilling) return // called by a task that cancels its own run: the loop below goes on anyway
    this.#isFilling = true
    while (this.#active < this.#slots && this.#next < this.#items.length) {
      if (this.#scope.turn.isSpent()) {
        this.#park()
        break
      }
      this.#startIn(this.#scope.takeSlot())
    }
    this.#isFilling = false
    this.#endIfDone()
  }

  #startIn(slot: Slot): void {
    this.#active++
    if (this.#startNext(slot)) this.#release(slot)
  }

  /** Starts the next item; true when it has already ended. */
  #startNext(slot: Slot): boolean {
    const position = this.#next++
    if (this.#takenBack?.has(position) === true) return true
    this.#note?.starting(position)
    const { indexes, first, attempts } = this.batch
    let item = this.#items[position]
    if (isMovedItem(item)) item = item.value
    this.#scope.started++
    const index = indexes === undefined ? first + position : indexes[position]!
    const attempt = attempts === undefined ? 1 : attempts[position]!
    this.batch.calling = index
    const hasEnded = this.batch.follow === undefined ? slot.start(this, index, item, attempt) : this.#follow(slot, index, item, attempt)
    this.batch.calling = -1
    return hasEnded
  }

  #follow(slot: Slot, index: number, item: unknown, attempt: number): boolean {
    return this.batch.follow!(index, () => slot.start(this, index, item, attempt))
  }

  /** The next item starts in the same slot, as long as the items last and the event loop is not due a turn. */
  slotFreed(slot: Slot): void {
    do {
      if (this.#next === this.#items.length || this.#isGated || this.#scope.turn.isSpent()) {
        this.#release(slot)
        return this.#fill()
      }
    } while (this.#startNext(slot))
  }

  #release(slot: Slot): void {
    this.#active--
    this.#scope.freeSlot(slot)
  }

  #park(): void {
    if (this.#isParked) return
    this.#isParked = true
    this.#scope.turn.onNext(() => {
      this.#isParked = false
      this.#fill()
    })
  }

  /** Asks for one start at a time, so that a batch that is taken back keeps no place but one, which is withdrawn. */
  #askForLeave(gate: Gate): void {
    while (this.#takenBack?.has(this.#next) === true) this.#next++
    if (!this.#isAsking && this.#active < this.#slots && this.#next < this.#items.length) {
      this.#isAsking = true
      const inContext = captureContext() // a gate opens in whatever context it was last closed in
      gate(() => { inContext(this.#enterGate, this) }, (this.#withdrawal ??= new AbortController()).signal)
    }
    this.#endIfDone()
  }

  #enterGate(): void {
    this.#isAsking = false
    if (this.#next < this.#items.length) this.#startIn(this.#scope.takeSlot())
    this.#fill()
  }

  #endIfDone(): void {
    if (this.#active > 0 || this.#next < this.#items.length || this.#isEnded) return
    this.#isEnded = true
    this.#scope.batches.delete(this.batch.id)
    if (this.#task !== undefined) this.#scope.tasks.release(this.#task)
    if (this.#isAsking) this.#withdrawal!.abort()
    this.#note?.ended()
    for (const run of this.#successors) queueMicrotask(() => { run.begin() }) // when the last outcome of this one has been told
  }

  thenBegin(run: Beginning): void { this.#successors.push(run) }

  cancel(indexes: readonly number[], reason: unknown): void {
    for (const index of indexes) {
      const position = positionOf(this.batch, index)
      if (position >= this.#next) this.#takeBack(index, position)
      else if (position >= 0 && reason !== undefined) this.#abort(index, reason)
    }
    if (this.#isReady) this.#fill() // what was taken back may have been all that was left
  }

  #takeBack(index: number, position: number): void {
    if (this.#takenBack?.has(position)) return
    this.#takenBack ??= new Set()
    this.#takenBack.add(position)
    this.sink.lost(index, false, undefined)
  }

  expire(index: number, ms: number): void {
    this.sink.timedOut(index, ms)
    this.#abort(index, timeoutReason(this.batch.timeout!))
  }

  signalOf(index: number): AbortSignal { return (this.#signals ??= new ItemSignals()).of(index) }
  forgetSignal(index: number): void { this.#signals?.forget(index) }
  #abort(index: number, reason: unknown): void { (this.#signals ??= new ItemSignals()).abort(index, reason) }
}
