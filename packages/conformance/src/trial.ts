// What the test of one rule has at hand: executors of the shape that it needs, the kit's tasks, control over items, and
// patience with what may hang. Everything is ended with the test.

import type { Capabilities, Executor } from '@parmap/core'
import { Control } from './control.ts'
import { BrokenRule, fail } from './expectations.ts'
import type { CreateExecutor, ExecutorShape } from './executor-shape.ts'
import { handled } from './handled.ts'
import type { KitClock } from './options.ts'
import type { KitTasks } from './kit-tasks.ts'

/** What a trial is made of. */
export interface TrialSetup {
  readonly createExecutor: CreateExecutor
  readonly capabilities: Capabilities
  readonly tasks: KitTasks
  /** The module of the tasks. */
  readonly module: URL
  /** The clock of the executors. */
  readonly clock: KitClock
  /** Milliseconds that the rule may take. */
  readonly patience: number
}

// Long enough for a message to cross and come back on a busy machine. Too short a wait can only miss a fault, not make one.
const QUIET_MS = 30
// Less than the runner's limit has beyond the kit's own.
const END_MS = 3_000
const SHAPE: ExecutorShape = { workers: 2, slots: 2 }

export class Trial {
  readonly capabilities: Capabilities
  readonly tasks: KitTasks
  readonly module: URL
  readonly control: Control
  readonly #setup: TrialSetup
  readonly #executors: Executor[] = []
  /** What runs were rejected with, as text: for a reader who wonders what hangs. */
  readonly #rejections = new Set<string>()
  readonly #timers: unknown[] = []
  #isOver = false

  constructor(setup: TrialSetup) {
    this.capabilities = setup.capabilities
    this.tasks = setup.tasks
    this.module = setup.module
    this.#setup = setup
    this.control = new Control(setup.capabilities.isolation === 'none')
  }

  /** An executor; default: two workers of two slots each. */
  executor(shape: Partial<ExecutorShape> = {}): Executor {
    this.#demandTime()
    const executor = handled(this.#setup.createExecutor({ ...SHAPE, ...shape }), (error) => { this.#rejections.add(String(error)) })
    this.#executors.push(executor)
    return executor
  }

  /** Resolves when a condition holds that no event tells of. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      this.#demandTime()
      await new Promise((resolve) => { setTimeout(resolve, 1) })
    }
  }

  /** Waits, so that what should not happen has its chance: there is no event to wait for. */
  quiet(): Promise<void> { return this.pass(QUIET_MS) }

  /** Lets time pass on the clock of the executors, for rules of which time is the subject. */
  async pass(ms: number): Promise<void> { await new Promise<void>((resolve) => { this.#timers.push(this.#setup.clock.setTimeout(resolve, ms)) }) }

  /** Runs the test of a rule. What hangs is a failure, and says how far it came. */
  async run(test: (trial: Trial) => Promise<void>): Promise<void> {
    const { patience } = this.#setup
    let timer: ReturnType<typeof setTimeout> | undefined
    const hang = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => { reject(new BrokenRule(`It hangs: not over within ${patience} ms. Items ${this.control.report()}. Executors: ${this.#states()}. Rejections: ${[...this.#rejections].join('; ') || 'none'}`)) }, patience)
    })
    await this.control.open()
    try {
      await Promise.race([test(this), hang])
    } catch (error) {
      if (error instanceof BrokenRule) throw error
      fail('what the test of this rule ran', 'no error', error)
    } finally {
      clearTimeout(timer)
      this.#isOver = true
      for (const one of this.#timers) this.#setup.clock.clearTimeout(one) // those that nobody waited for to the end would hold the host
      this.control.finishRest()
      await this.#end()
      await this.control.close()
    }
  }

  /** Whatever the executors do about it: the next rule has its own. */
  async #end(): Promise<void> {
    const ends = this.#executors.map(async (executor) => { await executor.terminate() })
    let timer: ReturnType<typeof setTimeout> | undefined
    const patience = new Promise<void>((resolve) => { timer = setTimeout(resolve, END_MS) })
    await Promise.race([Promise.allSettled(ends), patience])
    clearTimeout(timer)
  }

  /** A test that was given up for hanging must not go on behind the next one. */
  #demandTime(): void {
    if (this.#isOver) throw new BrokenRule('The time of this test is over')
  }

  #states(): string {
    return this.#executors.map((executor) => {
      const { running, waiting, completed, failed, detached } = executor.stats()
      return JSON.stringify({ running, waiting, completed, failed, detached })
    }).join(', ')
  }
}
