// The worker's half of every backend with a pool: hears what the pool says, runs the batches, and tells what became of
// them. A worker's entry connects it to a port.

import type { Batch } from '../batch.ts'
import { lastingClock, type Clock } from '../clock.ts'
import { decodeError, encodeError, type EncodedError } from '../error-codec.ts'
import { markWorker } from '../is-worker.ts'
import { tellLoading } from '../loading.ts'
import { unpackValues } from '../packing/unpack-values.ts'
import type { FromWorker, ToWorker } from '../pool/messages.ts'
import { taskWithData, type AnyTask } from '../task.ts'
import type { SetAside } from './asides.ts'
import type { Drain } from './drain.ts'
import type { Pace } from './leave.ts'
import { OutcomeGroups, type GroupsOptions } from './outcome-groups.ts'
import { runBatch, type Beginning } from './run-batch.ts'
import { WorkerScope } from './worker-scope.ts'

const { queueMicrotask } = globalThis // as it is before a task can replace it

export interface ServerOptions {
  /** The worker's name. */
  readonly worker: string
  /** Sends a message to the pool; throws where something in it cannot be copied, and then has sent nothing. */
  readonly post: (message: FromWorker, transfer: readonly object[]) => void
  /**
   * Puts aside what the pool need not know yet, so that it finds it should the worker die or be silent: cheaper than to wake
   * it. False where that cannot be, and then it is posted. Default: all is posted.
   */
  readonly setAside?: SetAside | undefined
  /** Whether another batch has been sent `after` this one, so that its end need not wake the pool. Default: that is never known. */
  readonly isFollowed?: ((batch: number) => boolean) | undefined
  /** Ends the worker, once its teardowns are over. */
  readonly end: () => void
  /** Memory shared with the pool, where starts are noted; default: they are announced. */
  readonly marks?: Int32Array | undefined
  /** Waits until what tasks have printed is with the host; default: it is at once. See `drainOf`. */
  readonly drain?: Drain | undefined
  /** Whether `post` copies an object that structured clone does; default: it does. */
  readonly isCopyable?: ((value: object) => boolean) | undefined
  readonly clock?: Clock | undefined
  /** Calls back when all messages that are there have been heard; default: in a microtask. */
  readonly whenHeard?: ((begin: () => void) => void) | undefined
}

/** A task that the pool has told of. */
interface KnownTask {
  readonly task: AnyTask
  readonly pace: Pace
}

/** Serves a pool, from its first message to `close`. Make it before anything of the user's is loaded. */
export class WorkerServer {
  readonly #options: ServerOptions
  readonly #outcomes: GroupsOptions
  readonly #scope: WorkerScope
  readonly #tasks = new Map<number, KnownTask>()
  readonly #groups = new Map<number, OutcomeGroups>()
  #items: unknown[] = []
  #beginning: Beginning[] = []

  constructor(options: ServerOptions) {
    markWorker()
    this.#options = options
    const { clock = lastingClock(), drain, isCopyable, marks, setAside, isFollowed } = options
    this.#outcomes = { clock, drain, isCopyable, marks, setAside, isFollowed }
    const scope = (this.#scope = new WorkerScope({ worker: options.worker, clock }))
    tellLoading(() => (scope.running > 0 ? undefined : scope.tasks.importing))
  }

  /** Tells the pool that batches may come. */
  ready(): void { this.#options.post({ is: 'ready' }, []) }

  /** The pool says something. */
  hear(message: ToWorker): void {
    switch (message.is) {
      case 'task': return void this.#tasks.set(message.id, { task: referenceTo(message), pace: { items: 1 } })
      case 'forget': return void this.#tasks.delete(message.task)
      case 'item': return void this.#items.push(message.item)
      case 'batch': return this.#run(message)
      case 'cancel': return this.#scope.cancel(message.batch, message.indexes, message.reason && decodeError(message.reason))
      case 'close': return void this.#close()
    }
  }

  #run({ batch: sent, items }: ToWorker & { is: 'batch' }): void {
    const { post } = this.#options
    const { id, task: number, lane, ...rest } = sent
    const { task, pace } = this.#tasks.get(number)!
    const batch: Batch = { id, ...rest, task, items: items === undefined ? this.#items : (unpackValues(items) as readonly unknown[]), calling: -1, follow: undefined }
    this.#items = []
    let before = batch.after === undefined ? undefined : this.#groups.get(batch.after)
    const groups = new OutcomeGroups(batch, lane, pace, this.#outcomes, {
      tell: (outcomes, transfer, next, leave) => {
        post({ is: 'told', batch: id, outcomes, next, leave }, transfer)
      },
      begins: () => {
        before?.flush() // its last outcomes must not wait for what may block this worker
        before = undefined
      },
      over: () => {
        this.#groups.delete(id)
        if (before === undefined) return
        before.flush() // all of this one has been taken back: nothing else may wake the pool for what that puts aside
        post({ is: 'told', batch: id, outcomes: [], next: 0, leave: 0 }, [])
      },
    })
    this.#groups.set(id, groups)
    runBatch(this.#scope, batch, groups, groups, (run) => { this.#beginSoon(run) })
  }

  /** Once all that has come is heard: it may take some of this back, and an item that computes would keep it waiting. */
  #beginSoon(run: Beginning): void {
    if (this.#beginning.push(run) > 1) return
    const { whenHeard = queueMicrotask } = this.#options
    whenHeard(() => {
      const beginning = this.#beginning
      this.#beginning = []
      for (const each of beginning) each.begin()
    })
  }

  /** Sends what has been gathered: the worker ends, and nobody will. */
  flush(): void {
    for (const groups of this.#groups.values()) groups.flush()
  }

  /** Whether it has items. */
  get isBusy(): boolean { return this.#groups.size > 0 }

  /** The worker is about to end of this. */
  dying(error: unknown): void { this.#options.post({ is: 'dying', error: this.#encode(error) }, []) }

  /** Something was thrown that nobody caught: the worker ends of it, unless a task catches such errors; then the loop turns once more. */
  uncaught(error: unknown): void {
    this.dying(error)
    this.#outcomes.clock.nextTurn(() => { this.#options.post({ is: 'dying', error: undefined }, []) })
  }

  #encode(error: unknown): EncodedError { return encodeError(error, this.#options.isCopyable) }

  async #close(): Promise<void> {
    const error = await this.#scope.close().then(() => undefined, (thrown: unknown) => this.#encode(thrown))
    await this.#options.drain?.()
    this.#options.post({ is: 'closed', error }, [])
    this.#options.end()
  }
}

function referenceTo({ module, exportName, data }: ToWorker & { is: 'task' }): AnyTask {
  return data.length === 0 ? { module, exportName } : taskWithData(module, exportName, data[0])
}
