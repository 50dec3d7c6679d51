// What can go wrong in a simulation, and for which items and workers it does: decided by the seed, or by a function.

import { seeded } from './seeded.ts'

/** How likely a fault is, from 0 to 1, or a function that says whether it happens to this one. */
export type Chance<T> = number | ((to: T) => boolean)

/** One sending of an item, as fault functions see it. */
export interface FaultyItem {
  /** Place in the input, from 0; 0 for `submit`. */
  readonly index: number
  readonly attempt: number
  readonly item: unknown
}

/** The faults of a simulation, each a probability or a function. Default: none. */
export interface Faults {
  /** The task is not called; an Error is thrown in its place. */
  readonly throw?: Chance<FaultyItem> | undefined
  /** The worker dies when it is about to begin the item, which so has certainly not started. */
  readonly crashBefore?: Chance<FaultyItem> | undefined
  /** The worker dies while it runs the item. */
  readonly crashWhile?: Chance<FaultyItem> | undefined
  /** The worker dies when the item has ended, before it tells: the outcome is lost with it. */
  readonly loseOutcome?: Chance<FaultyItem> | undefined
  /** The worker dies when it has told the outcome of the item, which so stands. */
  readonly crashAfter?: Chance<FaultyItem> | undefined
  /** The item's outcome is told twice, the second time as another one, which must be dropped. */
  readonly repeatOutcome?: Chance<FaultyItem> | undefined
  /** A cancel or recall of the item comes late: it may have ended by then, and the next have begun. */
  readonly lateCancel?: Chance<FaultyItem> | undefined
  /** The worker takes ten times as long to start. A function is given the number of the worker, from 1. */
  readonly slowStart?: Chance<number> | undefined
  /** The worker dies while it starts. After three in a row the runs that wait for it end with `PARMAP_WORKER_LOST`. */
  readonly failStart?: Chance<number> | undefined
}

/** The name of a fault. */
export type FaultName = keyof Faults

/** When a worker dies of an item. Where several are drawn, the foremost counts. */
export type CrashName = 'crashBefore' | 'crashWhile' | 'loseOutcome' | 'crashAfter'
export const CRASHES: readonly CrashName[] = ['crashBefore', 'crashWhile', 'loseOutcome', 'crashAfter']

/** All faults, in an order that never changes: their places are part of what is drawn. */
export const FAULTS: readonly FaultName[] = ['throw', 'crashBefore', 'crashWhile', 'loseOutcome', 'crashAfter', 'repeatOutcome', 'lateCancel', 'slowStart', 'failStart']

const WAIT = 100
const CRASH_TIME = 101

/** What befalls one sending of an item. */
export interface Plan {
  readonly throws: boolean
  readonly crash: CrashName | undefined
  readonly repeats: boolean
  readonly isCancelledLate: boolean
  /** Which part of the longest time, in [0, 1), the item takes on top of its own. */
  readonly wait: number
  /** Which part of that time has passed when its worker dies. */
  readonly crashTime: number
}

/** Draws what befalls items and workers. */
export class FaultPlans {
  readonly #seed: number
  readonly #faults: Faults
  /** How often an attempt at an index has been sent: by several runs, or because it came back. */
  readonly #sendings = new Map<string, number>()

  constructor(seed: number, faults: Faults) {
    this.#seed = seed
    this.#faults = faults
  }

  /** What befalls the next sending of an item. */
  next(item: FaultyItem): Plan {
    const { index, attempt } = item
    const key = `${index}:${attempt}`
    const sending = this.#sendings.get(key) ?? 0
    this.#sendings.set(key, sending + 1)
    const draw = (purpose: number): number => seeded(this.#seed, purpose, index, attempt, sending)
    const hits = (fault: Exclude<FaultName, 'slowStart' | 'failStart'>): boolean => isHit(this.#faults[fault], item, () => draw(FAULTS.indexOf(fault)))
    return {
      throws: hits('throw'),
      crash: CRASHES.find((name) => hits(name)),
      repeats: hits('repeatOutcome'),
      isCancelledLate: hits('lateCancel'),
      wait: draw(WAIT),
      crashTime: draw(CRASH_TIME),
    }
  }

  /** Whether a worker, by its number, starts slowly, or not at all. */
  start(worker: number): { readonly isSlow: boolean; readonly fails: boolean } {
    const hits = (fault: 'slowStart' | 'failStart'): boolean => isHit(this.#faults[fault], worker, () => seeded(this.#seed, FAULTS.indexOf(fault), worker))
    return { isSlow: hits('slowStart'), fails: hits('failStart') }
  }
}

function isHit<T>(chance: Chance<T> | undefined, to: T, draw: () => number): boolean {
  if (chance === undefined || chance === 0) return false
  return typeof chance === 'number' ? draw() < chance : chance(to)
}
