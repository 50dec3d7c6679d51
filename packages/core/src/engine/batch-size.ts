// How many items travel in one message: fixed by the caller, or following measured work against the cost of a message.
// The first message of an unknown task goes out with one item per slot; each answer says how much work an item is.

import type { Backend } from '../backend.ts'

// A message may cost a twentieth of the work that it carries; that is where larger batches stop paying.
const WORK_PER_MESSAGE = 20
/** Milliseconds of work that an adaptive batch holds at most. */
export const MOST_WORK_MS = 10
// A guess from one small batch is rough, so a size is approached in steps.
const GROWTH = 8
const SMOOTHING = 0.5
// Towards the end half of what is left is shared out, then half of the rest: factoring (Hummel, Schonberg & Flynn, "Factoring: a
// method for scheduling parallel loops", CACM 35, 1992). Smaller shares cost short maps messages, and what a long one holds back is recalled.
const SHARES_PER_SLOT = 2
// So many batches of cold workers in a row, and there are hardly any others: workers that are replaced often have no second one.
const MOST_COLD = 16
// Workers that are remembered; who is forgotten counts as cold once more.
const MOST_WORKERS = 1_024

// What a batch costs the engine itself, wherever it goes.
const ENGINE_MS = 0.002

/**
 * Milliseconds that carrying one batch there and back costs. Where the backend costs nothing, only lists are read in
 * batches: whoever gives an iterator may count on its being asked for an item when a slot is free for it.
 */
export function messageCost({ messageMs = 0 }: Backend, items: unknown): number {
  return messageMs > 0 || !Array.isArray(items) ? messageMs : ENGINE_MS
}

/** What is known of a task from the runs that it has had. */
export interface KnownSize {
  /** Items per slot of a batch, as decided last; 1 for an unknown task. */
  perSlot: number
}

/** What an executor knows of its tasks, for as long as their references are kept. */
export class KnownSizes {
  readonly #sizes = new WeakMap<object, KnownSize>()

  of(task: object): KnownSize {
    let known = this.#sizes.get(task)
    if (known === undefined) this.#sizes.set(task, (known = { perSlot: 1 }))
    return known
  }
}

/** A batch that has been answered. */
export interface Answered {
  readonly slots: number
  /** When it was sent, or had the slot that it waited for. */
  readonly sentAt: number
  /** Where it ran, if that is known. */
  readonly worker: string | undefined
  /** The batch that it waited for. */
  readonly after: number | undefined
}

export class BatchSize {
  readonly #fixed: number | undefined
  readonly #messageMs: number
  readonly #most: number
  readonly #known: KnownSize
  #perSlot: number
  /** What is left makes batches smaller than they would be. */
  #isEnding = false
  /** Milliseconds and items of the last batches, the older the less: a batch weighs by its items, since a small one tells more of the message than of its work. */
  #ms = 0
  #items = 0
  /** When each worker first answered: what was sent before has waited for its start, its load and its first steps, too. */
  readonly #warmSince = new Map<string | undefined, number>()
  /** Something has been measured of a warm worker: what cold ones need counts no more, */
  #isWarm = false
  /** unless there have been as many of those since. */
  #coldSince = 0

  /**
   * @param batchSize what the caller asked for
   * @param messageMs milliseconds that carrying a batch there and back costs
   * @param most the most items of one batch: what a window allows
   * @param known what earlier runs of the task came to: a step below it is where this one begins, since its items may be others
   */
  constructor(batchSize: number | 'auto', messageMs: number, most: number, known: KnownSize) {
    this.#fixed = batchSize === 'auto' ? undefined : batchSize
    this.#messageMs = messageMs
    this.#most = most
    this.#known = known
    this.#perSlot = Math.max(1, Math.floor(known.perSlot / GROWTH))
  }

  get isFixed(): boolean { return this.#fixed !== undefined }
  /** Whether it wants to know how long batches take. */
  get isMeasured(): boolean { return this.#fixed === undefined && this.#messageMs > 0 }
  /** Items per slot of a batch, as decided last (`auto`), or per batch (fixed). */
  get current(): number { return this.#fixed ?? this.#perSlot }
  /** Measured milliseconds of work per item, message included; undefined before the first answer. */
  get itemMs(): number | undefined { return this.#items === 0 ? undefined : this.#ms / this.#items }

  /**
   * The most items for a batch.
   * @param slots the slots that it will have
   * @param allSlots the slots of the whole run
   * @param left the items not yet sent, where that is known
   */
  items(slots: number, allSlots: number, left: number | undefined): number {
    if (this.#fixed !== undefined) return Math.min(this.#fixed, this.#most)
    const share = left === undefined ? Infinity : Math.ceil((left * slots) / (allSlots * SHARES_PER_SLOT))
    this.#isEnding ||= share < slots * this.#perSlot
    // As many items as slots delay nobody: all of them start at once. What is less work than a message is not worth sharing out.
    const least = this.#ms > 0 ? slots * Math.floor((this.#messageMs * this.#items) / this.#ms) : slots
    return Math.min(Math.max(slots, Math.min(slots * this.#perSlot, Math.max(share, least))), this.#most)
  }

  /** A batch has been answered in full: `items` of it have run. Times are of one clock. */
  observe(answered: Answered, items: number, now: number): void {
    if (!this.#counts(this.#wasWarm(answered, now))) return
    const { sentAt, slots } = answered
    if (this.#isEnding && this.#items > 0) return // what is small because little is left tells of the message, and would make the next smaller still
    this.#ms = SMOOTHING * this.#ms + (now - sentAt) * Math.min(slots, items)
    this.#items = SMOOTHING * this.#items + items
    const work = Math.min(MOST_WORK_MS, WORK_PER_MESSAGE * this.#messageMs)
    const wanted = Math.max(1, Math.floor(work / Math.max(this.#ms / this.#items, 1e-6)))
    this.#perSlot = Math.min(wanted, this.#perSlot * GROWTH)
    if (!this.#isEnding) this.#known.perSlot = this.#perSlot
  }

  /** Whether its worker had answered before: one that followed another there has waited for that. */
  #wasWarm({ sentAt, after, worker }: Answered, now: number): boolean {
    const since = this.#warmSince.get(worker)
    if (since !== undefined) return after !== undefined || sentAt >= since
    if (this.#warmSince.size === MOST_WORKERS) this.#warmSince.clear()
    this.#warmSince.set(worker, now)
    return false
  }

  /** Whether the time of a batch is to be believed; the first of a warm worker takes the place of all before. */
  #counts(isWarm: boolean): boolean {
    if (isWarm && !this.#isWarm) this.#ms = this.#items = 0
    this.#coldSince = isWarm ? 0 : this.#coldSince + 1
    if (!isWarm && this.#isWarm && this.#coldSince < MOST_COLD) return false
    this.#isWarm = isWarm
    return true
  }
}
