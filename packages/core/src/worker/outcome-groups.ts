// The sink of a batch in a worker that is apart: gathers outcomes and sends them in groups, so that tiny items share a
// message, and nothing that is there waits for longer than a millisecond's work. See docs/decisions/0010.

import type { Sink } from '../backend.ts'
import type { Batch } from '../batch.ts'
import type { Clock } from '../clock.ts'
import { encodeError, type EncodedError } from '../error-codec.ts'
import { isMovedItem } from '../move.ts'
import { mayBeFollowed } from '../pool/may-be-followed.ts'
import type { OutcomeGroup } from '../pool/messages.ts'
import { skip } from '../skip.ts'
import { Asides, type SetAside } from './asides.ts'
import type { Drain } from './drain.ts'
import { openGroup, type Gathered, type OpenGroup } from './gathered.ts'
import { Leave, type Pace } from './leave.ts'
import type { EncodedOutcome } from './outcome-codec.ts'
import type { StartNote } from './start-note.ts'
import { tellGroups } from './tell-groups.ts'

/** How a worker speaks of a batch. */
export interface Teller {
  /** Throws where a value cannot be copied, and then has sent nothing. */
  tell(outcomes: readonly OutcomeGroup[], transfer: readonly object[], next: number, leave: number): void
  /** Its first item is about to start. */
  begins(): void
  /** All has been told. */
  over(): void
}

/** What a worker has, as far as its outcomes are concerned. */
export interface GroupsOptions {
  readonly clock: Clock
  /** Memory where starts are noted; undefined: they are announced. */
  readonly marks: Int32Array | undefined
  /** What tasks have printed goes before their outcomes. */
  readonly drain: Drain | undefined
  /** Whether the channel copies an object that structured clone does. */
  readonly isCopyable: ((value: object) => boolean) | undefined
  /** Where what is not urgent goes first; undefined: all is urgent. */
  readonly setAside: SetAside | undefined
  /** Whether another batch waits for the slot of this one; undefined: that is not known. */
  readonly isFollowed: ((batch: number) => boolean) | undefined
}

const QUIET_MS = 1
// What is little waits until the pool has to be woken for more, or it has not been for so long.
const WAKE_MS = 10
const LITTLE = 64

const { queueMicrotask } = globalThis // as it is before a task can replace it

export class OutcomeGroups implements Sink, StartNote {
  readonly #batch: number
  readonly #isTimed: boolean
  /** How many items it has. */
  readonly #size: number
  readonly #clock: Clock
  readonly #teller: Teller
  readonly #drain: Drain | undefined
  readonly #isCopyable: ((value: object) => boolean) | undefined
  readonly #marks: Int32Array | undefined
  readonly #lane: number
  readonly #leave: Leave
  /** Whether another batch is to be asked for before this one ends. */
  readonly #mayBeFollowed: boolean
  readonly #isFollowed: ((batch: number) => boolean) | undefined
  /** Undefined: the pool is told all at once. */
  #asides: Asides | undefined
  #groups: Gathered[] = []
  #last: OpenGroup | undefined = undefined
  /** What is to be transferred with moved results, by their indexes. */
  #moved = new Map<number, readonly object[]>()
  #next = 0
  /** Items without an end. */
  #open: number
  /** Outcomes that have been neither sent nor put aside. */
  #fresh = 0
  /** Something is among the gathered that must not wait. */
  #isUrgent = false
  #isSending = false
  #hasEnded = false
  #sentAt = -QUIET_MS
  #wokenAt: number

  /** @param lane of the marks; -1: starts are announced */
  constructor(batch: Batch, lane: number, pace: Pace, { clock, marks, drain, isCopyable, setAside, isFollowed }: GroupsOptions, teller: Teller) {
    // Not the batch itself: whatever survives one collection of V8's would keep its items for many.
    this.#batch = batch.id
    this.#isTimed = batch.timed
    this.#size = batch.items.length
    this.#clock = clock
    this.#teller = teller
    this.#drain = drain
    this.#isCopyable = isCopyable
    this.#marks = lane < 0 ? undefined : marks
    this.#lane = lane
    this.#open = this.#size
    this.#isFollowed = isFollowed
    this.#mayBeFollowed = mayBeFollowed(batch)
    this.#asides = setAside && new Asides(batch.id, setAside)
    this.#wokenAt = clock.now()
    // Where starts are noted, leave bounds only what a slow item can hold back; where not, also what a dead worker leaves in doubt.
    this.#leave = new Leave(() => clock.now(), pace, this.#marks !== undefined ? 'known' : batch.timeout !== undefined ? 'single' : 'unknown')
  }

  sentTo(): void { /* the pool knows */ }

  ended(): void {
    this.#hasEnded = true
    if (this.#fresh === 0) this.#teller.over()
  }

  starting(position: number): void {
    this.#next = position + 1
    if (this.#marks !== undefined) this.#marks[this.#lane] = this.#next
    if (position < this.#leave.end) return
    if (this.#leave.end === 0) this.#teller.begins()
    this.#leave.renew(position)
    if (this.#mayBeFollowed && this.#leave.end >= this.#size) this.#isUrgent = true // by this the pool knows that it is about to end
    if (this.#marks === undefined || this.#fresh > 0 || this.#isUrgent) this.#send()
    this.#leave.said()
  }

  fulfilled(index: number, result: unknown, ms: number): void {
    if (result === skip) return this.#add({ is: 'skipped', index, ms }, true)
    let value = result
    if (isMovedItem(result)) {
      value = result.value
      this.#moved.set(index, result.transfer)
      this.#isUrgent = true
    }
    const most = this.#open--
    this.#fresh++
    const last = this.#last
    if (last !== undefined && index === last.first + last.values.length) {
      last.values.push(value)
      last.ms?.push(ms)
    } else this.#groups.push((this.#last = openGroup(index, value, this.#isTimed ? ms : undefined, most)))
    this.#sendSoon()
  }

  rejected(index: number, error: unknown, ms: number): void { this.#add({ is: 'rejected', index, error: this.#encode(error), ms }, true) }
  timedOut(index: number, ms: number): void { this.#add({ is: 'timedOut', index, ms }, false) }
  stopped(index: number): void { this.#add({ is: 'stopped', index }, true) }
  unserializable(index: number, path: string, error: unknown): void { this.#add({ is: 'unserializable', index, path, error: this.#encode(error) }, true) }
  lost(index: number): void { this.#add({ is: 'lost', index }, true) }

  unusable(error: unknown): void {
    this.#open = 0
    this.#add({ is: 'unusable', error: this.#encode(error) }, false)
  }

  #encode(error: unknown): EncodedError { return encodeError(error, this.#isCopyable) }

  #add(outcome: EncodedOutcome, isEnd: boolean): void {
    if (isEnd) this.#open--
    this.#fresh++
    this.#isUrgent = true
    this.#last = undefined
    this.#groups.push(outcome)
    this.#sendSoon()
  }

  /** When the tasks that run now without a break have had their say: at once, or with others that come in this turn of the loop. */
  #sendSoon(): void {
    if (this.#isSending) return
    this.#isSending = true
    queueMicrotask(() => {
      if (this.#open === 0 || this.#clock.now() - this.#sentAt >= QUIET_MS) this.#sendDrained()
      else this.#clock.nextTurn(() => { this.#sendDrained() })
    })
  }

  #sendDrained(): void {
    const drained = this.#drain?.()
    if (drained === undefined) this.flush()
    else void drained.then(() => { this.flush() })
  }

  /** Sends what has been gathered, if anything. */
  flush(): void {
    this.#isSending = false
    if (this.#fresh > 0) this.#send()
  }

  #send(): void {
    const now = (this.#sentAt = this.#clock.now())
    if (this.#mayWait(now)) {
      if (this.#asides!.put(this.#groups as OpenGroup[], this.#next, this.#leave.end)) return this.#isAside()
      this.#asides = undefined
    }
    this.#wokenAt = now
    this.#post()
  }

  #isAside(): void {
    this.#fresh = 0
    if (this.#hasEnded) this.#teller.over()
  }

  /** Whether the pool need not know yet: it will be woken for more, and looks itself should that take long. */
  #mayWait(now: number): boolean {
    return this.#asides !== undefined && (this.#open > 0 || this.#isFollowed?.(this.#batch) === true) && !this.#isUrgent && this.#fresh <= LITTLE && (this.#fresh === 0 || now - this.#wokenAt < WAKE_MS)
  }

  #post(): void {
    const groups = this.#groups
    const moved = this.#moved
    this.#groups = []
    this.#last = undefined
    this.#fresh = 0
    this.#isUrgent = false
    this.#asides?.clear()
    if (moved.size > 0) this.#moved = new Map()
    tellGroups({ groups, moved, isCopyable: this.#isCopyable, say: (outcomes, transfer) => { this.#teller.tell(outcomes, transfer, this.#next, this.#leave.end) } })
    if (this.#hasEnded) this.#teller.over()
  }
}
