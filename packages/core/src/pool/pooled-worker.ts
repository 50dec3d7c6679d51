// One worker of a pool, from its start to its end: what it has been given, and what it says of it.

import type { Sink, WorkerExit } from '../backend.ts'
import { positionOf, type Batch } from '../batch.ts'
import { decodeError, encodeError } from '../error-codec.ts'
import { Cargo } from './cargo.ts'
import { Cargos } from './cargos.ts'
import { Closing, type Caught } from './closing.ts'
import { collectWhile } from './collecting.ts'
import { expectStart } from './expected-start.ts'
import { Lanes } from './lanes.ts'
import type { Link, LinkOwner } from './link.ts'
import type { FromWorker } from './messages.ts'
import { postBatch } from './post-batch.ts'
import type { WorkerOwner } from './worker-owner.ts'
import { watchSilence } from './silence.ts'
import { Stopping, type Stoppable } from './stopping.ts'
import { TaughtTasks } from './taught-tasks.ts'

type State = 'starting' | 'ready' | 'closing' | 'gone'

export class PooledWorker implements LinkOwner, Stoppable {
  completed = 0
  /** Items given to it so far, without those that it gave back. */
  given = 0
  /** Takes no more batches, and ends when it is empty. */
  isLeaving = false
  readonly ended: Promise<void>
  readonly #owner: WorkerOwner<PooledWorker>
  readonly #link: Link
  readonly #lanes: Lanes
  readonly cargos: Cargos = new Cargos()
  readonly #taught: TaughtTasks
  readonly #stopping: Stopping
  readonly #collectSoon: () => void
  #state: State = 'starting'
  #isCondemned = false
  #isKilled = false
  /** Why it is killed, and what it says that it dies of. */
  #cause: Caught = undefined
  #dying: Caught = undefined
  #closing: Closing | undefined = undefined
  #tellEnded!: () => void

  constructor(connect: (owner: LinkOwner) => Link, owner: WorkerOwner<PooledWorker>) {
    this.#owner = owner
    this.ended = new Promise((resolve) => { this.#tellEnded = resolve })
    this.#link = connect(this)
    this.#collectSoon = collectWhile(this.#link, () => !this.isEmpty)
    this.#lanes = new Lanes(this.#link.marks)
    this.#taught = new TaughtTasks(this.#link)
    this.#stopping = new Stopping(this, owner.limits.killGrace)
  }

  get name(): string { return this.#link.worker }
  get isReady(): boolean { return this.#state === 'ready' }
  get isEmpty(): boolean { return this.cargos.isEmpty }
  /** It has all the items that it may run; some may come back. */
  get isUsedUp(): boolean { return this.given >= this.#owner.limits.maxItemsPerWorker }
  /** It was killed because of what did not stop. */
  get wasStopped(): boolean { return this.#stopping.hasKilled }
  /** Whether it takes batches. */
  get isOpen(): boolean { return (this.#state === 'starting' || this.#state === 'ready') && !this.isLeaving && !this.isUsedUp && !this.#isCondemned && !this.#isKilled }
  /** What its teardowns threw, or that it ended before they were over; known when it has ended. */
  get teardownFailure(): Caught { return this.#closing?.failure }

  get running(): number {
    let running = 0
    for (const cargo of this.cargos) running += cargo.running(this.started(cargo))
    return running
  }

  /** How many items of a batch have certainly started. */
  started(cargo: Cargo): number { return this.#lanes.started(cargo.lane) ?? cargo.next }

  #startedByNow(cargo: Cargo): number {
    this.collect()
    return this.started(cargo)
  }

  collect(): void { this.#link.collect?.() }

  /** Whether an item of a dead worker has started. */
  hasStarted(cargo: Cargo, position: number): boolean | 'unknown' {
    if (position < this.started(cargo)) return true
    return cargo.lane < 0 && position < cargo.leave ? 'unknown' : false
  }

  /** Whether an item has started, or nobody knows. */
  mayHaveStarted(cargo: Cargo, index: number): boolean { return this.hasStarted(cargo, positionOf(cargo.batch, index)) !== false }

  /** Whether an item of a task may ever have begun in it. */
  hasBegun(key: unknown): boolean {
    return this.#taught.hasBegun(key) || [...this.cargos].some((cargo) => cargo.key === key && this.hasStarted(cargo, 0) !== false)
  }

  /** @param key by what the task is told from others */
  send(batch: Batch, sink: Sink, key: unknown): void {
    this.given += batch.items.length
    sink.sentTo(this.name)
    const lane = this.#lanes.take()
    const sent = postBatch(batch, this.#taught, lane, this.#link)
    if (sent.batch.items.length > 0) this.#load(new Cargo(sent.batch, sink, lane, key))
    else this.#lanes.free(lane)
    for (const tell of sent.failures) tell(sink) // last: the engine may answer with a cancel
    if (this.isEmpty) this.#owner.idle(this)
  }

  #load(cargo: Cargo): void {
    const { timeout } = cargo.batch
    this.cargos.add(cargo)
    this.#collectSoon()
    const { startTimeout } = this.#owner.limits
    const started = (): number => this.#startedByNow(cargo)
    const cannotStart = (): void => { this.kill({ error: new Error(`${this.name} was killed because it had not begun an item within its startTimeout of ${startTimeout} ms`) }) }
    expectStart({ cargo, startTimeout, hasStarted: () => started() > 0, isRunning: () => this.running > 0, late: cannotStart })
    if (timeout !== undefined) watchSilence({ cargo, timeout, started, late: (index, ms) => { this.#timedOut(cargo, index, ms) } })
  }

  cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    const cargo = this.cargos.get(batch)
    if (cargo === undefined) return
    this.#link.post({ is: 'cancel', batch, indexes, reason: reason === undefined ? undefined : encodeError(reason, this.#link.isCopyable) }, [])
    if (reason !== undefined) this.#stopping.expect(cargo, indexes)
  }

  heard(message: FromWorker): void {
    switch (message.is) {
      case 'ready': return this.#ready()
      case 'told': return this.#told(message)
      case 'leaving': return this.leave()
      case 'dying': return void (this.#dying = message.error && { error: decodeError(message.error) })
      case 'closed': return this.#closing?.over(message.error && { error: decodeError(message.error) })
    }
  }

  #ready(): void {
    if (this.#state !== 'starting') return
    this.#state = 'ready'
    if (this.isEmpty) this.#owner.idle(this)
  }

  #told({ batch, outcomes, next, leave }: FromWorker & { is: 'told' }): void {
    const cargo = this.cargos.get(batch)
    if (cargo === undefined) return
    cargo.reached(next, leave)
    if (!cargo.hasBegun && this.started(cargo) > 0) this.#began(cargo)
    cargo.clearStartTimer()
    for (const group of outcomes) {
      if (group.is === 'lost' && cargo.isOpen(group.index)) this.given--
      if (group.is === 'timedOut') this.#timedOut(cargo, group.index, group.ms)
      else this.completed += cargo.tell(group)
    }
    if (cargo.open > 0 && this.isOpen) cargo.tellEnding()
    if (cargo.open > 0 || !this.cargos.delete(batch)) return
    this.#lanes.free(cargo.lane)
    if (this.isEmpty) this.#owner.idle(this)
  }

  #began(cargo: Cargo): void {
    cargo.hasBegun = true
    this.#taught.began(cargo.key)
    this.#owner.began(cargo.key)
  }

  #timedOut(cargo: Cargo, index: number, ms: number): void {
    if (cargo.timedOut(index, ms)) this.#stopping.expect(cargo, [index])
  }

  condemned(isCondemned: boolean): void { this.#isCondemned = isCondemned }

  leave(): void {
    this.isLeaving = true
    if (this.isEmpty) this.#close()
  }

  #close(): void {
    if (this.#closing !== undefined || this.#state === 'gone') return
    if (this.#state === 'starting') return this.kill() // nothing has been set up in it
    this.#state = 'closing'
    this.#closing = new Closing(this, this.#owner.limits.startTimeout)
    this.#link.post({ is: 'close' }, [])
  }

  /** Runs the teardowns, and holds the host meanwhile. */
  close(): Promise<void> {
    this.#close()
    return this.#hold()
  }

  /** Ends the worker by force, and holds the host until it has ended. */
  terminate(): Promise<void> {
    this.kill()
    return this.#hold()
  }

  async #hold(): Promise<void> {
    if (this.#state !== 'gone') this.#link.hold(true)
    await this.ended
  }

  kill(cause?: { readonly error: unknown }): void {
    this.#isKilled = true
    this.#cause ??= this.#dying ?? cause
    this.#link.kill()
  }

  gone(exit: Omit<WorkerExit, 'worker'>): void {
    const cause = this.#cause ?? this.#dying ?? ('cause' in exit ? { error: exit.cause } : undefined)
    const end = { ...exit, worker: this.name, ...(cause && { cause: cause.error }) }
    this.#closing?.gone(end, this.#isKilled)
    this.#state = 'gone'
    for (const cargo of this.cargos) cargo.clearStartTimer()
    this.#owner.lost(this, end)
    this.cargos.clear()
    this.#tellEnded()
  }
}
