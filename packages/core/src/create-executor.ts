// Makes an executor of a backend: the public verbs on top of the engine, and its life from first run to close.

import type { Backend, Capabilities } from './backend.ts'
import { MAX_TIMER_MS, systemClock, type Clock } from './clock.ts'
import { KnownSizes } from './engine/batch-size.ts'
import type { Engine } from './engine/engine.ts'
import { hearRejections } from './engine/hear-rejections.ts'
import { Life } from './engine/life.ts'
import { List, Nothing, Single, type Settling } from './engine/list.ts'
import { Nesting } from './engine/nesting.ts'
import { OrderedStream } from './engine/ordered-stream.ts'
import type { Results } from './engine/results.ts'
import { Run } from './engine/run.ts'
import { Scheduler } from './engine/scheduler.ts'
import { UnorderedStream } from './engine/unordered-stream.ts'
import { expected } from './errors.ts'
import type { Executor, Functions } from './executor.ts'
import { refuseWhileLoading } from './loading.ts'
import { checkOption, checkOptions, CONCURRENCY_RULE, resolveOptions, type MapOptions, type SubmitOptions, type Verb } from './options.ts'
import { checkItems, checkTask } from './run-arguments.ts'
import { skip } from './skip.ts'
import type { ExecutorStats } from './stats.ts'

/** What an executor can be made with beside its backend. */
export interface ExecutorOptions {
  /** Where time comes from; default: the host's clock. */
  readonly clock?: Clock | undefined
  /** A number in [0, 1), for the jitter of retries; default: Math.random. */
  readonly random?: (() => number) | undefined
  /** Milliseconds that a stopped item keeps its slot where it cannot be killed; default 1,000. */
  readonly killGrace?: number | undefined
}

const KILL_GRACE_MS = 1_000

/**
 * An executor on any backend: what backend packages call.
 * @throws TypeError, RangeError for a wrong option
 */
export function createExecutor<F extends Functions = 'portable'>(backend: Backend, options?: ExecutorOptions): Executor<F> {
  const isFunction = (value: unknown): boolean => typeof value === 'function'
  const { clock = systemClock, random = Math.random, killGrace = KILL_GRACE_MS } = checkOptions('options', options, {
    clock: { rule: 'a clock', type: (value) => typeof value === 'object' && value !== null },
    random: { rule: 'a function', type: isFunction },
    killGrace: { rule: 'a number of milliseconds ≥ 0 and ≤ 2,147,483,647', type: (value) => typeof value === 'number', range: (ms: number) => ms >= 0 && ms <= MAX_TIMER_MS },
  }, '`createExecutor`')
  return new BackendExecutor(backend, clock, random, killGrace) as unknown as Executor<F>
}

type Streamed = OrderedStream | UnorderedStream

/** The verbs: each checks its arguments, and starts a run on the engine. */
class BackendExecutor implements AsyncDisposable {
  readonly name: string
  readonly capabilities: Capabilities
  readonly #backend: Backend
  readonly #engine: Engine
  readonly #life: Life
  #runCount = 0
  #batchCount = 0

  constructor(backend: Backend, clock: Clock, random: () => number, killGrace: number) {
    this.name = backend.name
    this.capabilities = backend.capabilities
    this.#backend = backend
    const scheduler = new Scheduler({ backend, clock, killGrace, onSettled: () => { this.#life.settled() } })
    const nesting = backend.capabilities.isolation === 'none' ? new Nesting(backend, clock) : undefined
    this.#life = new Life(backend, scheduler, nesting)
    this.#engine = {
      backend,
      clock,
      random,
      scheduler,
      nesting,
      sizes: new KnownSizes(),
      nextBatchId: () => ++this.#batchCount,
      onOver: (run, left) => { this.#life.over(run, left) },
    }
  }

  get concurrency(): number { return this.#engine.scheduler.concurrency }
  set concurrency(slots: number) {
    checkOption('concurrency', slots, CONCURRENCY_RULE)
    const most = this.#backend.maxConcurrency ?? this.#backend.concurrency
    if (slots > most) throw expected('concurrency', `at most ${most} on this executor`, slots, RangeError)
    this.#engine.scheduler.concurrency = slots
  }

  map(task: unknown, items: unknown, options?: MapOptions<never>): Promise<unknown> {
    return this.#settling('map', new List(Array.isArray(items) ? items.length : undefined), task, items, options)
  }

  forEach(task: unknown, items: unknown, options?: MapOptions<never>): Promise<unknown> {
    return this.#settling('forEach', new Nothing(), task, items, options)
  }

  submit(task: unknown, item: unknown, options?: SubmitOptions): Promise<unknown> {
    return this.#settling('submit', new Single(skip), task, [item], options)
  }

  imap(task: unknown, items: unknown, options?: MapOptions<never>): OrderedStream {
    return this.#streaming('imap', new OrderedStream(), task, items, options)
  }

  imapUnordered(task: unknown, items: unknown, options?: MapOptions<never>): UnorderedStream {
    return this.#streaming('imapUnordered', new UnorderedStream(), task, items, options)
  }

  #settling<T>(verb: Verb, results: Settling<T>, task: unknown, items: unknown, options: MapOptions<never> | undefined): Promise<T> {
    const run = this.#newRun(verb, task, items, options, results, false)
    results.attach(run)
    this.#life.start(run)
    return results.promise
  }

  #streaming<S extends Streamed>(verb: Verb, results: S, task: unknown, items: unknown, options: MapOptions<never> | undefined): S {
    const run = this.#newRun(verb, task, items, options, results, true)
    results.attach(run, () => { this.#life.start(run) })
    return results
  }

  #newRun(verb: Verb, task: unknown, items: unknown, options: MapOptions<never> | undefined, results: Results, isStream: boolean): Run {
    refuseWhileLoading(this.name)
    const setup = { task: checkTask(task, items, this.#backend), items: checkItems(items), options: resolveOptions(verb, options), results, isStream }
    hearRejections(setup.items)
    return new Run(this.#engine, { id: ++this.#runCount, ...setup })
  }

  pause(): void { this.#life.pause() }
  resume(): void { this.#engine.scheduler.resume() }
  idle(): Promise<void> { return this.#life.idle() }
  stats(): ExecutorStats { return this.#life.stats() }
  close(): Promise<void> { return this.#life.close() }
  terminate(reason?: unknown): Promise<void> { return this.#life.terminate(reason) }
  async [Symbol.asyncDispose](): Promise<void> { await this.close() }
}
