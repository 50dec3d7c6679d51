// What a workload is: a task, its items, the sizes at which it is run, and the budgets that hold there. A file in
// workloads/ exports one as `workload`; its name is the file's. Knows no contender but the floors of its budgets.

import type { CommandJobs, CommandWayName } from './command.ts'
import type { CallWayName, Job } from './contender.ts'
import type { Repetition } from './repetition.ts'

/**
 * What is measured: wall time in seconds, that of the steady runs (where a case is not repeated, of its only one) and that
 * of the first run in a process; and the most memory resident at once during the first run, in bytes.
 */
export type Metric = 'seconds' | 'firstSeconds' | 'peakBytes'

/** The fastest peer of a case, by median, instead of a contender's name. */
export const FASTEST_PEER = 'fastest peer'

/** A bound on ours beside another contender. */
export interface Budget {
  /** The contender of ours that has to keep it. Default: each of them. */
  readonly of?: string
  readonly metric: Metric
  /** A contender's name, or {@link FASTEST_PEER}. */
  readonly against: string
  /** The highest ratio that keeps the budget; or the largest difference, in the unit of the metric. */
  readonly limit: number
  /**
   * How the two are set beside each other. Default: `ratio`, which is of no machine. `difference`: for what comes on top of
   * the other once, however long that takes.
   */
  readonly as?: 'ratio' | 'difference'
  /**
   * Of a difference: it is judged where the other comes to no more than this. Whoever is slower or busier needs longer for
   * what comes on top, too, and no ratio cancels that out. Default: judged everywhere.
   */
  readonly whereAtMost?: number
}

/** How long to measure. */
export interface Effort {
  /** Rounds for the contenders that decide a budget; the most for the others. */
  readonly rounds: number
  /** The others end when they have run for so long, */
  readonly seconds: number
  /** but not before so many rounds, as long as one takes less than four times that. */
  readonly leastRounds: number
  /** Who takes so many times as long as the fastest has no further round. Default: that ends nobody. */
  readonly hopelessAt?: number
  /** No round begins that would not end within so many seconds, if it took as long as the one before. Default: all begin. */
  readonly mostSeconds?: number
  /** In so many of the first rounds, extra processes look at what would be in the way of the time. Default 3. */
  readonly looks?: number
}

/** One size of a workload. */
export interface Case {
  readonly name: string
  readonly items: number
  readonly concurrency: number
  /** Items that a worker is to run at once, where the way is `pool`. Default 1. */
  readonly perWorker?: number
  /** When it is run: in every plain run, with `--full` only, with `--quick` only, with `--short` only. */
  readonly when: 'always' | 'full' | 'quick' | 'short'
  /** Seconds after which a contender's process counts as hung and is killed. */
  readonly deadline: number
  readonly effort: Effort
  /** With `--full`. Default: the same. */
  readonly fullEffort?: Effort
  readonly budgets: readonly Budget[]
  /** Seconds that pass whoever runs it, and are not counted as cost per item. Default 0. */
  readonly idle?: number
  /** Absent: each process runs it once, cold. */
  readonly repetition?: Repetition
  /**
   * Items take a millisecond or more, and are timed in the runs whose time counts: where the task runs, in the contender's own
   * process or in a worker. Items of other cases are timed in a process beside.
   */
  readonly timesItems?: true
  /** Every item costs about the same: the case is a point of the curve of throughput against the cost of an item. */
  readonly isEven?: true
}

/** A case made ready, before the clock starts: all that a job says but how many at once, */
export interface Prepared extends Omit<Job, 'concurrency'> {
  /** and the right results; asked for after the timed part, so that they weigh on nobody's memory. */
  readonly expected: () => readonly unknown[]
}

/** What every workload says. */
export interface WorkloadFacts<C extends Case = Case> {
  readonly title: string
  /** The contender that the table's ratios refer to. */
  readonly floor: string
  readonly cases: readonly C[]
  /** Whether workers keep something from item to item. */
  readonly keepsState?: true
  /** Whether what they keep is in memory that threads share. */
  readonly isShared?: true
}

/** A workload of calls: run at each of its cases, by every contender that offers its way. */
export interface Workload<C extends Case = Case> extends WorkloadFacts<C> {
  readonly way: CallWayName
  prepare(case_: C): Prepared | Promise<Prepared>
}

/** A case made ready for a command: the job, and the lines that are right for it. */
export interface PreparedCommand<W extends CommandWayName = CommandWayName> {
  readonly job: CommandJobs[W]
  readonly expected: () => readonly string[]
}

/** A workload of whole commands. */
export interface CommandWorkload<W extends CommandWayName = CommandWayName, C extends Case = Case> extends WorkloadFacts<C> {
  readonly way: W
  /** @param folder for the files that the job needs; it is removed after the round */
  prepare(case_: C, folder: string): PreparedCommand<W>
}

/** A workload as the contest sees it, which does not run it itself. */
export type AnyWorkload = Workload | CommandWorkload

/** The effort of a quick run: enough to see that everything works, too little for a verdict. */
export const QUICK: Effort = { rounds: 2, seconds: 0, leastRounds: 1, looks: 1 }
