// One simulated worker as its parent sees it: what was sent there and has not been answered, the messages on their way,
// and the items that were told to stop. Knows nothing of other workers.

import type { WorkerExit } from '../backend.ts'
import { isMovedItem } from '../move.ts'
import { Channel } from './channel.ts'
import type { EndHow } from './crash.ts'
import type { Parcel } from './parcel.ts'
import type { ResolvedOptions } from './simulated-options.ts'
import type { DeathCause, ItemFault } from './simulated-log.ts'
import { SimulatedWorker } from './simulated-worker.ts'
import { seededSequence } from './seeded.ts'
import { drawEnd, exitOf } from './worker-exit.ts'
import type { Tell } from './worker-sink.ts'

/** What a worker reports to the pool that it belongs to. */
export interface PoolSide {
  readonly options: ResolvedOptions
  /** An item has had its outcome: workers can do something. */
  answered(): void
  ready(handle: WorkerHandle): void
  /** It died, this very moment; `buried` follows when its parent is told. */
  died(handle: WorkerHandle, why: DeathCause, exit: WorkerExit): void
  buried(handle: WorkerHandle, exit: WorkerExit): void
  /** All of a batch has been answered. */
  landed(parcel: Parcel): void
  /** It has nothing to do. */
  idle(): void
  fault(handle: WorkerHandle, fault: ItemFault, parcel: Parcel, position: number): void
}

const TO_WORKER = 200
const FROM_WORKER = 201
// How late a late cancel is at most, in times of what an item or a message takes.
const LATE_CANCEL = 20

export class WorkerHandle {
  readonly id: string
  readonly number: number
  readonly worker: SimulatedWorker
  readonly parcels: Set<Parcel> = new Set()
  isReady = false
  readonly #pool: PoolSide
  readonly #down: Channel
  readonly #up: Channel
  /** Items that were to stop and have not, with the timers of their graces. */
  readonly #condemned = new Map<string, unknown>()

  constructor(pool: PoolSide, number: number) {
    const { clock, isolation, itemMs, messageMs, seed } = pool.options
    const isShared = isolation === 'none'
    const delay = (purpose: number): (() => number) | undefined => {
      if (isShared) return undefined
      const draw = seededSequence(seed, purpose + 1_000 * number)
      return () => (draw() * messageMs) / 2
    }
    this.#pool = pool
    this.number = number
    this.id = isShared ? 'main' : `simulated-${number}`
    this.#down = new Channel(clock, delay(TO_WORKER))
    this.#up = new Channel(clock, delay(FROM_WORKER))
    this.worker = new SimulatedWorker(this.id, {
      clock, itemMs, isShared,
      canTransfer: isolation === 'thread',
      answer: (parcel, position, tell) => { this.#up.send(() => { this.#answered(parcel, position, tell) }) },
      note: (parcel, position, tell, what) => {
        if (what === 'repeated') pool.fault(this, 'repeatOutcome', parcel, position)
        this.#up.send(() => {
          tell(parcel.sink)
          if (what === 'timedOut') this.#condemn(parcel, position)
        })
      },
      unusable: (parcel, error) => { this.#up.send(() => { this.#unusable(parcel, error) }) },
      threw: (parcel, position) => { pool.fault(this, 'throw', parcel, position) },
      ending: (parcel) => { this.#up.send(() => { this.#ending(parcel) }) },
      died: (why, how) => { this.#died(why, how) },
    })
  }

  /** Another batch can be sent, to be there when the last item of this one has ended. */
  #ending(parcel: Parcel): void {
    const mayWait = this.#pool.options.isolation !== 'none' && parcel.slots === 1 && parcel.open > 0
    if (mayWait && !this.isCondemned && !this.worker.isDead) parcel.sink.ending?.()
  }

  /** Slots that its batches may use. */
  get used(): number {
    let used = 0
    for (const parcel of this.parcels) used += parcel.used
    return used
  }

  /** Whether it gets no new items, because one that it has is to stop. */
  get isCondemned(): boolean { return this.#condemned.size > 0 }

  /** It has started. */
  begin(): void {
    this.isReady = true
    this.#pool.ready(this)
    for (const parcel of this.parcels) this.#send(parcel)
    if (this.parcels.size === 0) this.#pool.idle()
  }

  /** What waits in it is offered back, to begin in another, half of each batch. */
  offer(): void {
    for (const { sink, states } of [...this.parcels].toReversed()) {
      const waiting = states.filter((state) => state === 'waiting').length
      if (waiting > 1) sink.spare?.(Math.floor(waiting / 2))
    }
  }

  /** Takes a batch. */
  take(parcel: Parcel): void {
    this.parcels.add(parcel)
    parcel.sink.sentTo(this.id)
    if (this.isReady) this.#send(parcel)
  }

  #send(parcel: Parcel): void { this.#down.send(() => { if (!this.worker.isDead) this.worker.run(parcel) }) }

  /** Takes items back, some of them late. With a reason they are stopped, in the end by force. */
  cancel(parcel: Parcel, positions: readonly number[], reason: unknown): void {
    if (!this.isReady) return withdraw(parcel, positions, (position) => { this.#close(parcel, position) })
    const { clock, itemMs, messageMs } = this.#pool.options
    const cancel = (some: readonly number[]): void => { this.worker.cancel(parcel, some.map((position) => parcel.indexAt(position)), reason) }
    const inTime = positions.filter((position) => !parcel.plans[position]!.isCancelledLate)
    if (inTime.length > 0) this.#down.send(() => { cancel(inTime) })
    for (const position of positions) {
      const { isCancelledLate, wait } = parcel.plans[position]!
      if (!isCancelledLate) continue
      this.#pool.fault(this, 'lateCancel', parcel, position)
      clock.setTimeout(() => { cancel([position]) }, LATE_CANCEL * wait * Math.max(itemMs, messageMs))
    }
    if (reason !== undefined) for (const position of positions) this.#condemn(parcel, position)
  }

  /** An item is to stop: its worker begins no others, and is killed if it does not within the grace. */
  #condemn(parcel: Parcel, position: number): void {
    const { clock, isolation, killGrace } = this.#pool.options
    const key = `${parcel.id}:${position}`
    if (isolation === 'none' || !parcel.isOpen(position) || this.#condemned.has(key)) return
    if (this.#condemned.size === 0) for (const other of this.parcels) this.#recall(other)
    this.#condemned.set(key, clock.setTimeout(() => {
      const cause = new Error(`The worker was killed: item ${parcel.indexAt(position)} did not stop within ${killGrace} ms`)
      this.worker.die('kill', { ...drawEnd(this.#pool.options, this.number, 'kill'), cause })
    }, killGrace))
  }

  #recall(parcel: Parcel): void {
    const isGone = (position: number): boolean => this.#pool.options.isolation === 'thread' && isMovedItem(parcel.given[position])
    const indexes = parcel.openPositions.filter((position) => !isGone(position)).map((position) => parcel.indexAt(position))
    this.#down.send(() => { this.worker.cancel(parcel, indexes, undefined) })
  }

  #answered(parcel: Parcel, position: number, tell: Tell): void {
    this.#pool.answered()
    this.#close(parcel, position)
    tell(parcel.sink)
  }

  #unusable(parcel: Parcel, error: unknown): void {
    for (const position of parcel.openPositions) this.#close(parcel, position)
    parcel.sink.unusable(error)
  }

  #close(parcel: Parcel, position: number): void {
    if (!parcel.close(position)) return
    const key = `${parcel.id}:${position}`
    if (this.#condemned.has(key)) {
      this.#pool.options.clock.clearTimeout(this.#condemned.get(key))
      this.#condemned.delete(key)
    }
    if (parcel.open > 0) return
    this.parcels.delete(parcel)
    this.#pool.landed(parcel)
    if (this.parcels.size === 0) this.#pool.idle()
  }

  #died(why: DeathCause, how: EndHow | undefined): void {
    const exit = exitOf(this.id, how ?? drawEnd(this.#pool.options, this.number, why))
    for (const timer of this.#condemned.values()) this.#pool.options.clock.clearTimeout(timer)
    this.#pool.died(this, why, exit)
    this.#down.cut()
    const bury = (): void => { this.#pool.buried(this, exit) }
    if (why !== 'terminate') return this.#up.send(bury)
    this.#up.cut()
    bury()
  }
}

/** Takes items of a batch back that have not been sent. */
export function withdraw(parcel: Parcel, positions: readonly number[], close: (position: number) => void = (position) => { parcel.close(position) }): void {
  for (const position of positions) {
    parcel.states[position] = 'told'
    close(position)
    parcel.sink.lost(parcel.indexAt(position), false, undefined)
  }
}
