// One simulated worker as it is on its own side: runs batches by core's own worker side, with a part in every call of a
// task, so that it can let an item take its time, fail, or be the death of the worker. Knows nothing of other workers.

import { captureContext } from '../async-context.ts'
import type { Clock } from '../clock.ts'
import { setupFailed, unsupported } from '../errors.ts'
import { loadTask } from '../load-task.ts'
import { definitionOf, isTask, redefined, setupArguments, type AnyTask, type AnyTaskFunction, type TaskDefinition } from '../task.ts'
import { isThenable } from '../thenable.ts'
import { runBatch } from '../worker/run-batch.ts'
import { WorkerScope } from '../worker/worker-scope.ts'
import { crashOf, type EndHow } from './crash.ts'
import type { Plan } from './faults.ts'
import type { Parcel } from './parcel.ts'
import type { DeathCause } from './simulated-log.ts'
import { duringOn } from './virtual-clock.ts'
import { WorkerSink, type AnswerSink } from './worker-sink.ts'

/** What a worker tells its parent. */
export interface WorkerHost extends AnswerSink {
  readonly clock: Clock
  /** The longest time that an item takes on top of its own. */
  readonly itemMs: number
  /** Whether it shares the heap of its parent. */
  readonly isShared: boolean
  /** It is dead, now; `how` is undefined where the simulation decides. */
  died(why: DeathCause, how: EndHow | undefined): void
  threw(parcel: Parcel, position: number): void
  /** The last item of a batch has started. */
  ending(parcel: Parcel): void
}

interface Starting {
  readonly parcel: Parcel
  readonly plan: Plan
}

const never = new Promise<never>(() => undefined)

export class SimulatedWorker {
  readonly scope: WorkerScope
  isDead = false
  readonly #host: WorkerHost
  readonly #parcels = new Set<Parcel>()
  /** Copies of setup data: sent once to each worker. */
  readonly #data = new WeakMap<readonly unknown[], readonly unknown[]>()
  /** The item whose task is about to be called. */
  #starting: Starting | undefined = undefined

  constructor(worker: string, host: WorkerHost) {
    this.scope = new WorkerScope({ worker, clock: host.clock })
    this.#host = host
  }

  /** A batch has arrived. */
  run(parcel: Parcel): void {
    this.#parcels.add(parcel)
    const { task } = parcel.origin
    parcel.follow = (index, call) => this.#start(parcel, index, call)
    if (!isTask(task)) return this.#begin(parcel, this.#played(task))
    const known = definitionOf(task)
    if (known !== undefined) return this.#beginTask(parcel, task, known)
    const inContext = captureContext()
    // An import takes real time, in which that of a simulation must not go on.
    void duringOn(this.#host.clock, loadTask(task)).then(
      (definition) => { inContext(() => { this.#beginTask(parcel, task, definition) }, undefined) },
      (error: unknown) => { this.#unusable(parcel, error) },
    )
  }

  #beginTask(parcel: Parcel, task: AnyTask, definition: TaskDefinition): void {
    try {
      this.#begin(parcel, redefined(task, { ...definition, fn: this.#played(definition.fn) }, this.#dataOf(task)))
    } catch (error) {
      this.#unusable(parcel, setupFailed(task.exportName, error))
    }
  }

  #dataOf(task: AnyTask): readonly unknown[] {
    const data = setupArguments(task)
    if (this.#host.isShared || data.length === 0) return data
    let copy = this.#data.get(data)
    if (copy === undefined) this.#data.set(data, (copy = structuredClone(data)))
    return copy
  }

  #begin(parcel: Parcel, task: AnyTask | AnyTaskFunction): void {
    if (this.isDead) return
    parcel.task = task
    parcel.hasBegun = true
    runBatch(this.scope, parcel, new WorkerSink(this, parcel, this.#host))
  }

  #unusable(parcel: Parcel, error: unknown): void {
    if (!this.isDead) this.#host.unusable(parcel, error)
  }

  /** Items are taken back, or, with a reason, stopped. */
  cancel(parcel: Parcel, indexes: readonly number[], reason: unknown): void {
    if (this.isDead) return
    if (parcel.hasBegun) return this.scope.cancel(parcel.id, indexes, reason)
    const sink = new WorkerSink(this, parcel, this.#host)
    for (const index of indexes) if (parcel.states[parcel.positionOf(index)] === 'waiting') sink.lost(index, false)
  }

  /** Ends here. What its tasks have begun cannot be stopped, but their signals are aborted, and nothing of them is heard. */
  die(why: DeathCause, how: EndHow | undefined): void {
    if (this.isDead) return
    this.isDead = true
    this.#host.died(why, how)
    const reason = new DOMException(`The simulated worker ${this.scope.worker} died`, 'AbortError')
    for (const parcel of this.#parcels) if (parcel.hasBegun) this.scope.cancel(parcel.id, [...parcel.items.keys()].map((position) => parcel.indexAt(position)), reason)
  }

  /** A batch has no more to do here. */
  ended(parcel: Parcel): void { if (parcel.states.every((state) => state === 'told')) this.#parcels.delete(parcel) }

  /** Called for each item just before its task; true where that is not to be called. */
  #start(parcel: Parcel, index: number, call: () => boolean): boolean {
    const position = parcel.positionOf(index)
    if (this.isDead || parcel.states[position] !== 'waiting') return true
    const plan = parcel.plans[position]!
    if (plan.crash === 'crashBefore') {
      this.die('crashBefore', undefined)
      return true
    }
    parcel.states[position] = 'running'
    parcel.startedAt[position] = this.#host.clock.now()
    if (plan.throws) this.#host.threw(parcel, position)
    if (position === parcel.items.length - 1) this.#host.ending(parcel)
    this.#starting = { parcel, plan }
    const { follow } = parcel.origin
    return follow === undefined ? call() : follow(index, call)
  }

  /** A task function as this worker calls it. */
  #played(fn: AnyTaskFunction): AnyTaskFunction {
    return (item: never, context: never): unknown => {
      const { plan } = this.#starting!
      const result = attempt(() => {
        if (plan.throws) throw new Error('A simulated fault: the task throws')
        return fn(item, context)
      })
      const waitMs = plan.wait * this.#host.itemMs
      if (plan.crash === 'crashWhile') return this.#dieWithin(plan.crashTime * this.#host.itemMs, result)
      if (waitMs === 0 && !isThenable(result.value)) return this.#end(result)
      return this.#endLate(result, waitMs)
    }
  }

  #dieWithin(ms: number, { value }: Attempted): Promise<never> {
    if (isThenable(value)) void Promise.resolve(value).then(undefined, () => undefined)
    this.#host.clock.setTimeout(() => { this.die('crashWhile', undefined) }, ms)
    return never
  }

  async #endLate(result: Attempted, waitMs: number): Promise<unknown> {
    let ended = result
    try {
      if (!result.isThrown) ended = { isThrown: false, value: await result.value }
    } catch (error) {
      ended = { isThrown: true, value: error }
    }
    if (waitMs > 0 && (!ended.isThrown || crashOf(ended.value) === undefined)) await new Promise<void>((resolve) => { this.#host.clock.setTimeout(resolve, waitMs) })
    return this.#end(ended)
  }

  #end({ isThrown, value }: Attempted): unknown {
    if (!isThrown) return value
    const how = crashOf(value)
    if (how === undefined) throw value
    if (this.#host.isShared) throw unsupported('simulated', 'crash()', "with `isolation: 'none'` there is no worker apart from the caller")
    this.die('crash', how)
    return never
  }
}

/** What a call came to. */
interface Attempted {
  readonly isThrown: boolean
  readonly value: unknown
}

function attempt(call: () => unknown): Attempted {
  try {
    return { isThrown: false, value: call() }
  } catch (error) {
    return { isThrown: true, value: error }
  }
}
