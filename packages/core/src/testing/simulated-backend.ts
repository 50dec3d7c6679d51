// A backend whose workers are simulated: starts them, shares the batches among them, buries those that die, and writes
// down what happened. What one worker does is worker-handle.ts on this side, simulated-worker.ts on its own.

import type { Backend, Capabilities, Sink, WorkerExit, WorkerStats } from '../backend.ts'
import type { Batch } from '../batch.ts'
import type { Clock } from '../clock.ts'
import { tellWorkerEnd, tellWorkerStart } from '../diagnostics.ts'
import { workersCannotStart, type ParmapError } from '../errors.ts'
import { FaultPlans } from './faults.ts'
import { packBatch } from './pack-batch.ts'
import type { Parcel } from './parcel.ts'
import { SimulationLog, type DeathCause, type ItemFault, type SimulatedEvent } from './simulated-log.ts'
import { capabilitiesOf, type ResolvedOptions } from './simulated-options.ts'
import { withdraw, WorkerHandle, type PoolSide } from './worker-handle.ts'

const NAME = 'simulated'
const SLOW_START = 10
const MOST_FAILED_STARTS = 3
const TERMINATE_PATIENCE_MS = 1_000

export class SimulatedWorkers implements Backend, PoolSide {
  readonly name: string = NAME
  readonly capabilities: Capabilities
  readonly concurrency: number
  readonly slotsPerWorker: number
  readonly messageMs: number
  readonly options: ResolvedOptions
  readonly #log: SimulationLog
  readonly #plans: FaultPlans
  readonly #isShared: boolean
  readonly #slots: number
  readonly #mostWorkers: number
  readonly #handles = new Set<WorkerHandle>()
  readonly #parcels = new Map<number, { readonly parcel: Parcel; handle: WorkerHandle | undefined }>()
  #workerCount = 0
  #failedStarts = 0
  /** Workers in a row that a setup has ended. */
  #diedInSetup = 0
  /** The last of too many that could not start: who waits for them waits in vain. */
  readonly #hopeless = new WeakSet<WorkerHandle>()

  constructor(options: ResolvedOptions) {
    const { isolation, workers, slots, seed, faults, messageMs } = options
    this.options = options
    this.#log = new SimulationLog(options.clock)
    this.#isShared = isolation === 'none'
    this.#plans = new FaultPlans(seed, faults)
    this.#mostWorkers = this.#isShared ? 1 : workers
    this.concurrency = workers * slots
    this.#slots = this.slotsPerWorker = this.#isShared ? this.concurrency : slots
    this.messageMs = this.#isShared ? 0 : messageMs
    this.capabilities = capabilitiesOf(isolation)
  }

  get clock(): Clock { return this.options.clock }

  get log(): readonly SimulatedEvent[] { return this.#log.events }

  dispatch(batch: Batch, sink: Sink): void {
    const { parcel, tellRefused } = packBatch(batch, sink, this.#plans, this.#isShared ? undefined : this.capabilities.transfer)
    this.#parcels.set(batch.id, { parcel, handle: undefined })
    tellRefused()
    if (parcel.open > 0) this.#place(parcel, parcel.after === undefined ? undefined : this.#parcels.get(parcel.after)?.handle)
    else this.landed(parcel)
  }

  /**
   * Gives a batch to the worker of the one that it comes after, to the one with the most room, or to a new one. Those that are
   * to be killed take none, and do not count.
   */
  #place(parcel: Parcel, ahead: WorkerHandle | undefined): void {
    const handles = [...this.#handles].filter((handle) => !handle.isCondemned)
    let best: WorkerHandle | undefined
    for (const handle of handles) if (best === undefined || handle.used < best.used) best = handle
    const isFull = best === undefined || best.used + parcel.used > this.#slots
    const chosen = ahead ?? (best === undefined || (isFull && handles.length < this.#mostWorkers) ? this.#start() : best)
    this.#parcels.set(parcel.id, { parcel, handle: chosen })
    chosen.take(parcel)
  }

  #start(): WorkerHandle {
    const handle = new WorkerHandle(this, ++this.#workerCount)
    this.#handles.add(handle)
    if (this.#isShared) {
      handle.begin()
      return handle
    }
    const { isSlow, fails } = this.#plans.start(handle.number)
    const { clock, startMs } = this.options
    clock.setTimeout(() => {
      if (!this.#handles.has(handle) || handle.worker.isDead) return
      if (fails) handle.worker.die('failStart', undefined)
      else handle.begin()
    }, isSlow ? startMs * SLOW_START : startMs)
    return handle
  }

  cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    const known = this.#parcels.get(batch)
    if (known === undefined) return
    const { parcel, handle } = known
    const positions = indexes.map((index) => parcel.positionOf(index)).filter((position) => position >= 0 && parcel.isOpen(position))
    if (positions.length === 0) return
    if (handle === undefined) return withdraw(parcel, positions) // while it is being sent
    handle.cancel(parcel, positions, reason)
  }

  workers(): readonly WorkerStats[] {
    return [...this.#handles].map(({ id, worker: { scope } }) => ({ id, running: scope.running, completed: scope.completed }))
  }

  async close(): Promise<void> {
    const handles = [...this.#handles]
    this.#handles.clear()
    const ended = await Promise.allSettled(handles.map((handle) => handle.worker.scope.close()))
    for (const handle of handles) {
      this.#log.worker('closed', handle.id)
      if (handle.isReady) tellWorkerEnd(NAME, { worker: handle.id, exitCode: this.#isShared ? null : 0, signal: null, outOfMemory: false })
    }
    for (const result of ended) if (result.status === 'rejected') throw result.reason
  }

  async terminate(): Promise<void> {
    if (!this.#isShared) for (const handle of this.#handles) handle.worker.die('terminate', undefined)
    const { clock } = this.options
    let timer: unknown
    const patience = new Promise<void>((resolve) => { timer = clock.setTimeout(resolve, TERMINATE_PATIENCE_MS) })
    await Promise.race([this.close(), patience]).finally(() => { clock.clearTimeout(timer) })
  }

  // ---- told by workers

  answered(): void { this.#diedInSetup = 0 }

  ready(handle: WorkerHandle): void {
    this.#failedStarts = 0
    this.#log.worker('started', handle.id)
    tellWorkerStart(NAME, handle.id)
  }

  died(handle: WorkerHandle, why: DeathCause, exit: WorkerExit): void {
    this.#log.death(why, exit, handle.parcels)
    const isHopeless = why === 'failStart' ? ++this.#failedStarts === MOST_FAILED_STARTS : isUnbegun(why, handle) && ++this.#diedInSetup === MOST_FAILED_STARTS
    if (!isHopeless) return
    this.#failedStarts = this.#diedInSetup = 0
    this.#hopeless.add(handle)
  }

  buried(handle: WorkerHandle, exit: WorkerExit): void {
    this.#handles.delete(handle)
    tellWorkerEnd(NAME, exit)
    const parcels = [...handle.parcels]
    handle.parcels.clear()
    for (const parcel of parcels) {
      if (this.#hopeless.has(handle)) this.#refuse(parcel, workersCannotStart(exit, MOST_FAILED_STARTS))
      else this.#lose(parcel, exit)
    }
  }

  landed(parcel: Parcel): void { this.#parcels.delete(parcel.id) }

  idle(): void {
    if (this.#slots === 1) return
    this.clock.nextTurn(() => {
      const handles = [...this.#handles]
      if (handles.some(({ isReady, parcels }) => isReady && parcels.size === 0)) for (const handle of handles) handle.offer()
    })
  }

  fault(handle: WorkerHandle, fault: ItemFault, parcel: Parcel, position: number): void { this.#log.fault(handle.id, fault, parcel, position) }

  /** Its worker is dead: what had not started can run elsewhere, the rest is lost. */
  #lose(parcel: Parcel, exit: WorkerExit): void {
    const now = this.clock.now()
    for (const position of parcel.openPositions) {
      parcel.close(position)
      const state = parcel.states[position]
      // What had been begun in its last millisecond is not known for certain.
      const started = state === 'waiting' ? false : now - parcel.startedAt[position]! >= 1 ? true : 'unknown'
      parcel.sink.lost(parcel.indexAt(position), started, exit)
    }
    this.landed(parcel)
  }

  #refuse(parcel: Parcel, error: ParmapError): void {
    for (const position of parcel.openPositions) parcel.close(position)
    parcel.sink.unusable(error)
    this.landed(parcel)
  }
}

/** Whether a task has ended its worker before any item of it had begun: in its setup. */
function isUnbegun(why: DeathCause, { parcels }: WorkerHandle): boolean {
  return why === 'crash' && [...parcels].every(({ states }) => states.every((state) => state === 'waiting'))
}
