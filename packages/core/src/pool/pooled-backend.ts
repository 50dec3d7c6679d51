// A backend whose workers are apart: gives batches to workers, starts those that are missing, and says what became of
// those that are gone. See docs/decisions/0010-workers-apart.md.

import type { Backend, Capabilities, Sink, WorkerExit, WorkerStats } from '../backend.ts'
import { indexAt, type Batch } from '../batch.ts'
import { systemClock } from '../clock.ts'
import { tellWorkerEnd, tellWorkerStart } from '../diagnostics.ts'
import { workersCannotStart } from '../errors.ts'
import type { AnyTask } from '../task.ts'
import type { Cargo } from './cargo.ts'
import { FruitlessStarts, MOST_FRUITLESS } from './fruitless-starts.ts'
import type { Connect, Link, LinkOwner } from './link.ts'
import { partOf } from './part-of-batch.ts'
import { PooledWorker } from './pooled-worker.ts'
import type { PoolLimits } from './pool-options.ts'
import { Spreading } from './spreading.ts'
import { taskKey } from './taught-tasks.ts'
import { unbornExit, unbornLink } from './unborn-link.ts'
import type { WorkerOwner } from './worker-owner.ts'

/** What a pool is made of. */
export interface PoolSetup {
  readonly name: string
  readonly capabilities: Capabilities
  /** Milliseconds that a message to a worker and back costs. */
  readonly messageMs: number
  readonly workers: number
  /** Slots of each worker. */
  readonly slots: number
  readonly limits: PoolLimits
  readonly connect: Connect
}

export class PooledBackend implements Backend, WorkerOwner<PooledWorker> {
  readonly name: string
  readonly capabilities: Capabilities
  readonly concurrency: number
  readonly slotsPerWorker: number
  readonly takesTypedArrays = true
  readonly messageMs: number
  readonly limits: PoolLimits
  readonly #setup: PoolSetup
  readonly #workers = new Set<PooledWorker>()
  readonly #spreading = new Spreading(this.#workers)
  readonly #fruitless = new FruitlessStarts()
  readonly #idleTimers = new Map<PooledWorker, unknown>()
  /** What teardowns threw, also those of workers that were recycled. */
  readonly #failures: unknown[] = []
  #started = 0

  constructor(setup: PoolSetup) {
    this.#setup = setup
    this.name = setup.name
    this.capabilities = setup.capabilities
    this.concurrency = setup.workers * setup.slots
    this.slotsPerWorker = setup.slots
    this.messageMs = setup.messageMs
    this.limits = setup.limits
  }

  dispatch(batch: Batch, sink: Sink): void {
    const worker = batch.after === undefined ? this.#pick() : [...this.#workers].find(({ cargos }) => cargos.has(batch.after))!
    this.#isBusy(worker)
    const key = taskKey(batch.task as AnyTask)
    const { items } = batch
    const room = this.limits.maxItemsPerWorker - worker.given
    worker.send(room < items.length ? partOf(batch, Array.from({ length: room }, (_, position) => position)) : batch, sink, key)
    for (let position = room; position < items.length; position++) sink.lost(indexAt(batch, position), false, undefined) // another worker's
  }

  /** One that is ready and idle; else one more is started, and one with a free slot takes the batch meanwhile. */
  #pick(): PooledWorker {
    const open = this.#open
    const [ready] = byLoad(open.filter(({ isReady }) => isReady))
    if (ready !== undefined && ready.cargos.load === 0) return ready
    const isRoom = ready !== undefined && ready.cargos.load < this.slotsPerWorker
    if (open.length < this.#setup.workers) {
      const started = this.#start()
      return isRoom ? ready : started
    }
    return isRoom ? ready : byLoad(open)[0]!
  }

  get #open(): PooledWorker[] { return [...this.#workers].filter(({ isOpen }) => isOpen) }

  #start(): PooledWorker {
    const serial = ++this.#started
    const worker = new PooledWorker((owner) => this.#connect(serial, owner), this)
    this.#workers.add(worker)
    tellWorkerStart(this.name, worker.name)
    return worker
  }

  #connect(serial: number, owner: LinkOwner): Link {
    try {
      return this.#setup.connect(serial, owner)
    } catch (error) { // e.g. wrong options for Node, or no more memory
      queueMicrotask(() => { owner.gone(unbornExit(error)) })
      return unbornLink(`unborn-${serial}`)
    }
  }

  cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    for (const worker of this.#workers) worker.cancel(batch, indexes, reason)
  }

  idle(worker: PooledWorker): void {
    if (worker.isLeaving || worker.isUsedUp || this.#open.length > this.#setup.workers) return this.#retire(worker) // too many: one that was used up got items off again
    this.#isBusy(worker)
    if (this.slotsPerWorker > 1 && this.#workers.size > 1) this.#spreading.soon() // of one slot, the engine itself knows what waits
    if (this.limits.idleTimeout !== Infinity) this.#idleTimers.set(worker, systemClock.setTimeout(() => { this.#retire(worker) }, this.limits.idleTimeout))
  }

  #isBusy(worker: PooledWorker): void {
    systemClock.clearTimeout(this.#idleTimers.get(worker))
    this.#idleTimers.delete(worker)
  }

  #retire(worker: PooledWorker): void {
    this.#isBusy(worker)
    worker.leave()
  }

  began(key: unknown): void { this.#fruitless.began(key) }

  lost(worker: PooledWorker, exit: WorkerExit): void {
    this.#isBusy(worker)
    this.#workers.delete(worker)
    tellWorkerEnd(this.name, exit)
    if (worker.teardownFailure !== undefined) this.#failures.push(worker.teardownFailure.error)
    const hopeless = this.#fruitless.count(worker)
    for (const cargo of worker.cargos) this.#bury(worker, cargo, exit, hopeless.has(cargo.key))
  }

  /** What had started is lost, the rest can run elsewhere; unless that leads nowhere. */
  #bury(worker: PooledWorker, cargo: Cargo, exit: WorkerExit, isHopeless: boolean): void {
    const positions = cargo.endAll()
    if (isHopeless) return cargo.sink.unusable(workersCannotStart(exit, MOST_FRUITLESS))
    for (const position of positions) cargo.sink.lost(cargo.indexAt(position), worker.hasStarted(cargo, position), exit)
  }

  workers(): readonly WorkerStats[] {
    return [...this.#workers].map(({ name: id, running, completed }) => ({ id, running, completed }))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.close()))
    if (this.#failures.length > 0) throw this.#failures[0]
  }

  async terminate(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()))
  }
}

function byLoad(workers: readonly PooledWorker[]): PooledWorker[] { return workers.toSorted((a, b) => a.cargos.load - b.cargos.load) }
