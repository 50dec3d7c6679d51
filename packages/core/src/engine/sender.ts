// The sending half of a run: whether it could use slots now, how many items leave together, and on which flight.

import type { InContext } from '../async-context.ts'
import type { RunOptions } from '../options.ts'
import type { Items } from '../outcome.ts'
import type { Arrivals } from './arrivals.ts'
import { BatchSize, messageCost } from './batch-size.ts'
import { Departures } from './departures.ts'
import type { Engine } from './engine.ts'
import { Flight } from './flight.ts'
import type { Load } from './flight-run.ts'
import { Flights } from './flights.ts'
import { Input } from './input.ts'
import type { Lender } from './loan.ts'
import { Resend } from './resend.ts'
import type { Results } from './results.ts'
import type { RunEvents } from './run-events.ts'
import { SlotSaving } from './saving.ts'
import type { SenderHost } from './sender-host.ts'
import { StreamReader } from './stream-reader.ts'
import { defaultWindow } from './window.ts'

// Small enough that the items in the window keep the slots busy meanwhile, large enough to pay for a batch.
const WORTHWHILE_ROOM = 1 / 8

export class Sender {
  readonly input: Input
  readonly size: BatchSize
  readonly resend: Resend
  readonly reader: StreamReader
  /** Settled when the input has cleaned up; undefined while it is read, and where there is nothing to wait for. */
  left: Promise<void> | undefined = undefined
  readonly #engine: Engine
  readonly #host: SenderHost
  readonly #options: RunOptions
  readonly #results: Results
  readonly #events: RunEvents
  readonly #departures: Departures
  readonly #flights: Flights
  readonly #saving: SlotSaving
  readonly #inContext: InContext

  constructor(engine: Engine, host: SenderHost, inContext: InContext, items: Items<unknown>, options: RunOptions, results: Results, events: RunEvents) {
    const { backend, clock, scheduler } = engine
    const { batchSize } = options
    const cost = messageCost(backend, items)
    this.#engine = engine
    this.#host = host
    this.#inContext = inContext
    this.#options = options
    this.#results = results
    this.#events = events
    this.input = new Input(items, clock, () => { host.inputChanged() }, cost > 0 && batchSize !== 1 ? scheduler : undefined)
    this.resend = new Resend(clock, () => { host.wake() })
    this.size = new BatchSize(batchSize, cost, options.window ?? Infinity, engine.sizes.of(host.task))
    this.#departures = new Departures(this.input, this.resend, this.size, backend)
    this.#flights = new Flights(backend)
    this.reader = new StreamReader(clock, () => { host.wake() })
    this.#saving = new SlotSaving(clock, scheduler, () => { host.wake() })
  }

  /** The most items that run at once now. */
  get concurrency(): number { return Math.min(this.#options.concurrency, this.#engine.scheduler.concurrency) }

  /** The most items read and not handed over. A list hands over what ends. */
  get window(): number {
    return this.#options.window ?? (this.#host.isStream ? defaultWindow(this.#engine.backend, this.size, this.concurrency) : Infinity)
  }

  /** Items taken from the input that have no outcome yet. */
  get unfinished(): number { return this.#departures.read - this.#host.ended }

  /** Whether items whose outcome is wanted have none yet, or one is being waited for that comes in a second or not at all. */
  get isPending(): boolean {
    const { cutAt } = this.#host
    if (cutAt === Infinity) return this.unfinished > 0 || this.input.ahead > 0 || this.input.isTakingLast
    return this.resend.size > 0 || this.#flights.haveOpen(cutAt)
  }

  /** Whether it could use a slot now. */
  get wants(): boolean {
    const { cutAt, used } = this.#host
    if (cutAt < 0 || used >= this.#options.concurrency) return false
    if (this.resend.isReady) return true
    return cutAt === Infinity && !this.input.isDone && !this.input.isWaiting && this.#isRoomy
  }

  /** A reader that is behind makes room item by item: that is not worth a batch each. */
  get #isRoomy(): boolean {
    const isBehind = this.#host.isStream && !this.reader.isIdle && this.#host.ended > this.reader.handedOver
    return this.#room >= (isBehind ? Math.max(1, this.window * WORTHWHILE_ROOM) : 1)
  }

  get #room(): number {
    return this.window - (this.#departures.read - (this.#host.isStream ? this.reader.handedOver : this.#host.ended))
  }

  /** Sends items for up to `most` slots and returns how many it took. */
  fill(arrivals: Arrivals, most: number, lender: Lender | undefined): number {
    const { scheduler } = this.#engine
    const { concurrency } = this
    const isUrgent = lender !== undefined || this.#host.used === 0 || this.resend.isReady
    if (!isUrgent && this.#saving.holdsBack(Math.min(most, concurrency - this.#host.used), this.#departures.worthwhile(concurrency))) return 0
    let taken = 0
    while (taken < most && this.wants) {
      const slots = this.#departures.slots(Math.min(most - taken, this.concurrency - this.#host.used)) // looked at anew: what is told of a message may change it
      if (slots < 1) break
      const load = this.#departures.next(slots, this.concurrency, this.#room, scheduler)
      if (load === undefined) {
        if (!this.#rejectNext()) break
        continue
      }
      const { cutAt } = this.#host
      if (cutAt < 0 || (cutAt < Infinity && load.indexes === undefined)) break // ended while its items were read
      taken += this.#sendAll(this.#departures.messages(load), slots, arrivals, lender)
      if (scheduler.isSpent()) break
    }
    return taken
  }

  /** Sends messages, with so many slots together, unless what is told of one of them ends the run, or pauses it. @returns the slots taken */
  #sendAll(messages: readonly Load[], slots: number, arrivals: Arrivals, lender: Lender | undefined): number {
    const { scheduler } = this.#engine
    let taken = 0
    for (const message of messages) {
      if (this.#host.cutAt < (message.indexes?.[0] ?? message.first)) break
      if (message !== messages[0] && !scheduler.hasRoom) {
        this.#keep(message)
        continue
      }
      const count = Math.min(slots - taken, message.items.length)
      taken += count
      this.#send(new Flight(this.#engine.nextBatchId(), arrivals, scheduler.slots, message, count, lender))
    }
    return taken
  }

  /** What has been read is sent later. */
  #keep(load: Load): void {
    if (load.indexes === undefined) this.#results.reserve(load.items.length)
    this.resend.keep(load)
  }

  /**
   * Sends items that wait for the slot of a flight which is about to land. Only new ones, since others may have to travel
   * alone, and only of a list: all else is read when a slot is free for it.
   */
  sendAfter(flight: Flight, arrivals: Arrivals): void {
    const { scheduler } = this.#engine
    if (this.#host.cutAt < Infinity || this.resend.isReady || !this.input.isList || this.input.isDone || this.input.isWaiting || !this.#isRoomy) return
    const load = this.#departures.next(1, this.concurrency, this.#room, scheduler)
    if (load === undefined || this.#host.cutAt < Infinity) return // ended while its items were read
    this.#send(new Flight(this.#engine.nextBatchId(), arrivals, scheduler.slots, load, 1, undefined, flight))
  }

  #send(flight: Flight): void {
    const { backend, clock, nesting, scheduler } = this.#engine
    this.#flights.add(flight)
    this.#host.used += flight.held
    if (flight.indexes === undefined) this.#results.reserve(flight.items.length)
    scheduler.slots.take(flight)
    if (this.size.isMeasured || flight.timed || flight.open > flight.held) flight.sentAt = clock.now()
    this.#events.batchStart(flight)
    try {
      if (flight.watch === undefined) backend.dispatch(flight, flight)
      else nesting!.depart(flight, flight.watch, flight.items.length, () => { backend.dispatch(flight, flight) })
    } catch (error) {
      flight.unusable(error) // the backend is broken; the run must not wait for it
    }
  }

  /** The promise of the next item was rejected: that is the item's failure. */
  #rejectNext(): boolean {
    const failure = this.input.takeRejected()
    if (failure === undefined) return false
    this.#results.reserve(1)
    this.#host.itemRejected(this.#departures.read++, failure)
    return true
  }

  landed(flight: Flight): void {
    const { clock, nesting } = this.#engine
    this.#flights.delete(flight)
    const ran = flight.items.length - flight.returned
    if (this.size.isMeasured && flight.hasHadSlot && ran > 0) this.size.observe(flight, ran, clock.now())
    if (flight.watch !== undefined) nesting!.landed(flight, flight.watch, flight.items.length)
    this.#events.batchEnd(flight)
  }

  /** Takes back what has not started, as far as it can be. */
  recall(): void { this.#flights.recall() }

  /** Reads no more; what has been read stays, and what is being read comes. */
  closeInput(): void { this.#stopInput(this.input.close) }

  #stopInput(stop: () => Promise<void>): void {
    const { input } = this
    if (input.isExhausted) return input.finish()
    if (this.left !== undefined) return
    this.left = this.#inContext(stop, input)
    this.left.catch(() => undefined) // told to the caller of return(), if there is one; elsewhere it comes second
  }

  /** Reads no more and forgets what has been read. */
  leaveInput(): Promise<void> | undefined {
    this.#saving.stop()
    this.input.drop()
    this.#stopInput(this.input.stop)
    return this.left
  }

  /** Leaves the input, stops what runs, and forgets what waits after an index. */
  halt(cause: unknown, lastIndex: number): void {
    void this.leaveInput()
    this.resend.drop(lastIndex)
    this.#flights.halt(cause, lastIndex)
  }
}
