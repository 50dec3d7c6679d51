// What a run needs from its first item on. Made no sooner: a hundred thousand runs may wait for a slot, and each of them
// should be small meanwhile.

import type { InContext } from '../async-context.ts'
import type { RunOptions } from '../options.ts'
import type { Items } from '../outcome.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { Arrivals, type ArrivalsHost } from './arrivals.ts'
import { Attempts } from './attempts.ts'
import type { Engine } from './engine.ts'
import { NestingWatch } from './nesting-watch.ts'
import { Outcomes } from './outcomes.ts'
import { ProgressReport, type ProgressHost } from './progress.ts'
import { RunEvents } from './run-events.ts'
import type { Results } from './results.ts'
import type { SenderHost } from './sender-host.ts'
import { Sender } from './sender.ts'

export interface RunSetup {
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  readonly items: Items<unknown>
  readonly options: RunOptions
  readonly results: Results
  /** Whether a reader takes the results one by one: then it is the reader who makes room in the window. */
  readonly isStream: boolean
}

export class Course {
  readonly events: RunEvents
  readonly sender: Sender
  readonly outcomes: Outcomes
  readonly arrivals: Arrivals
  readonly progress: ProgressReport | undefined

  constructor(engine: Engine, run: ArrivalsHost & SenderHost & ProgressHost & { readonly isOver: boolean }, { id, items, options, results }: RunSetup, inContext: InContext) {
    const { backend, clock, random, nesting } = engine
    this.events = new RunEvents(backend.name, id)
    this.sender = new Sender(engine, run, inContext, items, options, results, this.events)
    this.outcomes = new Outcomes(run, results, options, this.events)
    const attempts = new Attempts(options, this.sender.resend, backend.capabilities.transfer, random, this.events)
    const watch = nesting === undefined ? undefined : new NestingWatch(clock)
    this.arrivals = new Arrivals(run, this.outcomes, attempts, inContext, clock, watch)
    this.progress = options.onProgress && new ProgressReport(run, clock, options.onProgress, inContext)
  }
}
