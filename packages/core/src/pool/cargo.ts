// One batch in a worker: which of its items are open, which have started, and since when.

import type { Sink } from '../backend.ts'
import { indexAt, positionOf, type Batch } from '../batch.ts'
import { systemClock } from '../clock.ts'
import { unpackValues } from '../packing/unpack-values.ts'
import { tellOutcome } from '../worker/outcome-codec.ts'
import { mayBeFollowed } from './may-be-followed.ts'
import type { OutcomeGroup, ValueGroup } from './messages.ts'

/** An item is open until its outcome is there; late when it has been told as timed out and has not stopped. */
const OPEN = 0
const LATE = 1
const ENDED = 2

export class Cargo {
  readonly batch: Batch
  readonly sink: Sink
  readonly lane: number
  /** By what its task is known among those of the pool. */
  readonly key: unknown
  /** Runs until the worker says something of it. */
  startTimer: unknown = undefined
  /** An item of it has started, and that has been told. */
  hasBegun = false
  /** Positions below have started, as far as was announced. */
  next = 0
  /** Positions below may have started without a word. */
  leave = 0
  #isEnding = false
  /** Positions below have ended in a row; others may have, too, if it is patchy. */
  #endedBelow = 0
  #isPatchy = false
  #open: number
  readonly #states: Uint8Array

  constructor(batch: Batch, sink: Sink, lane: number, key: unknown) {
    this.batch = batch
    this.sink = sink
    this.lane = lane
    this.key = key
    this.#open = batch.items.length
    this.#states = new Uint8Array(batch.items.length)
  }

  /** It has come so far, at least: what is put aside may be found before what was said earlier. */
  reached(next: number, leave: number): void {
    this.next = Math.max(this.next, next)
    this.leave = Math.max(this.leave, leave)
  }

  /** It need not be waited for any longer. */
  clearStartTimer(): void {
    if (this.startTimer !== undefined) systemClock.clearTimeout(this.startTimer)
    this.startTimer = undefined // which would hold the items
  }

  /** Items without an end. */
  get open(): number { return this.#open }

  /** The slots that it takes. */
  get load(): number { return Math.min(this.batch.slots, this.#open) }

  isOpen(index: number): boolean {
    const position = positionOf(this.batch, index)
    return position >= 0 && this.#states[position] !== ENDED
  }

  /** Whether the item at a position runs, for all that is known, and has not been told as timed out. */
  isRunning(position: number): boolean { return this.#states[position] === OPEN }

  /** How many items have started and not ended. @param started how many have started */
  running(started: number): number {
    let count = 0
    for (let position = 0; position < started; position++) if (this.#states[position] !== ENDED) count++
    return count
  }

  indexAt(position: number): number { return indexAt(this.batch, position) }

  /** Tells the sink what has come from the worker. @returns how many items have ended by it */
  tell(group: OutcomeGroup): number {
    if (group.is === 'values') return this.#tellValues(group)
    if (group.is === 'unusable') {
      const ended = this.#open
      this.#states.fill(ENDED)
      this.#open = 0
      tellOutcome(this.sink, group)
      return ended
    }
    if (group.is === 'timedOut') {
      this.timedOut(group.index, group.ms)
      return 0
    }
    if (!this.#end(group.index)) return 0
    tellOutcome(this.sink, group)
    return group.is === 'lost' ? 0 : 1
  }

  #tellValues({ first, values: packed, ms: packedMs }: ValueGroup): number {
    const { sink } = this
    const values = unpackValues(packed)
    const ms = packedMs && (unpackValues(packedMs) as ArrayLike<number>)
    if (sink.fulfilledAll !== undefined && this.#endRow(first, values.length)) {
      sink.fulfilledAll(first, values, ms)
      return values.length
    }
    let ended = 0
    for (let n = 0; n < values.length; n++) {
      if (!this.#end(first + n)) continue
      ended++
      sink.fulfilled(first + n, values[n], ms === undefined ? 0 : ms[n]!)
    }
    return ended
  }

  /** False where it has been told before, or was never in the batch. */
  timedOut(index: number, ms: number): boolean {
    const position = positionOf(this.batch, index)
    if (position < 0 || this.#states[position] !== OPEN) return false
    this.#states[position] = LATE
    this.sink.timedOut(index, ms)
    return true
  }

  /** Tells, once, that little is left: the worker has leave to start all of it. */
  tellEnding(): void {
    if (this.#isEnding || this.leave < this.batch.items.length || !mayBeFollowed(this.batch)) return
    this.#isEnding = true
    this.sink.ending?.()
  }

  /** Ends items whose indexes follow each other, as one; false where one of them has ended before, or they are not in a row. */
  #endRow(first: number, count: number): boolean {
    const position = positionOf(this.batch, first)
    if (this.batch.indexes !== undefined || position < 0 || position + count > this.#states.length) return false
    if (this.#isPatchy || position < this.#endedBelow) for (let n = position; n < position + count; n++) if (this.#states[n] === ENDED) return false
    this.#states.fill(ENDED, position, position + count)
    if (position === this.#endedBelow) this.#endedBelow += count
    else this.#isPatchy = true
    this.#open -= count
    return true
  }

  #end(index: number): boolean {
    const position = positionOf(this.batch, index)
    if (position < 0 || this.#states[position] === ENDED) return false
    this.#states[position] = ENDED
    this.#isPatchy = true
    this.#open--
    return true
  }

  /** Ends all that is open. @returns the positions */
  endAll(): number[] {
    const ended: number[] = []
    for (let position = 0; position < this.#states.length; position++) {
      if (this.#states[position] === ENDED) continue
      this.#states[position] = ENDED
      ended.push(position)
    }
    this.#open = 0
    return ended
  }
}
