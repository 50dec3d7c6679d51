// Where the worker side tells outcomes in a simulated worker: they are copied for their way back, told twice or not at
// all, or are the last thing that the worker tells.

import type { Sink } from '../backend.ts'
import { decodeError, encodeError } from '../error-codec.ts'
import { copyValue } from './copy-value.ts'
import { crashOf, type EndHow } from './crash.ts'
import type { Parcel } from './parcel.ts'
import type { DeathCause } from './simulated-log.ts'

/** How an outcome is told to the sink of the engine. */
export type Tell = (sink: Sink) => void

/** The way back to the parent. */
export interface AnswerSink {
  /** Whether values are passed on as they are. */
  readonly isShared: boolean
  /** Whether moved values are transferred. */
  readonly canTransfer: boolean
  /** The item has ended, as told. */
  answer(parcel: Parcel, position: number, tell: Tell): void
  /** Something is told of an item that goes on, or has been told of. */
  note(parcel: Parcel, position: number, tell: Tell, what: 'timedOut' | 'repeated'): void
  unusable(parcel: Parcel, error: unknown): void
}

/** The worker itself. */
export interface Mortal {
  readonly isDead: boolean
  die(why: DeathCause, how: EndHow | undefined): void
  ended(parcel: Parcel): void
}

export class WorkerSink implements Sink {
  readonly #worker: Mortal
  readonly #parcel: Parcel
  readonly #host: AnswerSink

  constructor(worker: Mortal, parcel: Parcel, host: AnswerSink) {
    this.#worker = worker
    this.#parcel = parcel
    this.#host = host
  }

  sentTo(_worker: string): void {} // its parent knows better when

  fulfilled(index: number, value: unknown, ms: number): void {
    if (this.#host.isShared) return this.#end(index, (sink) => { sink.fulfilled(index, value, ms) }, false)
    const copied = copyValue(value, this.#host.canTransfer)
    if (copied.isCopied) this.#end(index, (sink) => { sink.fulfilled(index, copied.value, ms) }, false)
    else this.#end(index, (sink) => { sink.unserializable(index, copied.path, copied.error) }, true)
  }

  rejected(index: number, error: unknown, ms: number): void {
    if (this.#host.isShared) return this.#end(index, (sink) => { sink.rejected(index, error, ms) }, true)
    const encoded = structuredClone(encodeError(error))
    this.#end(index, (sink) => { sink.rejected(index, decodeError(encoded), ms) }, true)
  }

  timedOut(index: number, ms: number): void {
    if (this.#worker.isDead) return
    const position = this.#parcel.positionOf(index)
    this.#parcel.states[position] = 'hanging'
    this.#host.note(this.#parcel, position, (sink) => { sink.timedOut(index, ms) }, 'timedOut')
  }

  stopped(index: number): void { this.#tell(index, (sink) => { sink.stopped(index) }) }

  unserializable(index: number, path: string, error: unknown): void { this.#end(index, (sink) => { sink.unserializable(index, path, error) }, true) }

  /** Taken back in time. */
  lost(index: number, started: boolean | 'unknown'): void { this.#tell(index, (sink) => { sink.lost(index, started, undefined) }) }

  unusable(error: unknown): void {
    if (this.#worker.isDead) return
    const how = this.#host.isShared ? undefined : crashOf((error as Error).cause) // its setup was its death
    if (how === undefined) this.#host.unusable(this.#parcel, error)
    else this.#worker.die('crash', how)
  }

  /** An item has ended with its own outcome. */
  #end(index: number, tell: Tell, hasFailed: boolean): void {
    const position = this.#parcel.positionOf(index)
    const plan = this.#parcel.plans[position]!
    if (this.#worker.isDead) return
    if (plan.crash === 'loseOutcome') {
      this.#parcel.states[position] = 'ended'
      return this.#worker.die('loseOutcome', undefined)
    }
    this.#tell(index, tell)
    if (plan.repeats) this.#host.note(this.#parcel, position, (sink) => { contradict(sink, index, hasFailed) }, 'repeated')
    if (plan.crash === 'crashAfter') this.#worker.die('crashAfter', undefined)
  }

  #tell(index: number, tell: Tell): void {
    if (this.#worker.isDead) return
    const position = this.#parcel.positionOf(index)
    this.#parcel.states[position] = 'told'
    this.#host.answer(this.#parcel, position, tell)
    this.#worker.ended(this.#parcel)
  }
}

/** A second outcome that would change what the first has made. */
function contradict(sink: Sink, index: number, hasFailed: boolean): void {
  if (hasFailed) sink.fulfilled(index, 'A simulated fault: a second outcome', 0)
  else sink.rejected(index, new Error('A simulated fault: a second outcome'), 0)
}
