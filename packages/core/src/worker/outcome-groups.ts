// The sink of a batch in a worker that is apart: gathers outcomes and sends them in groups, so that tiny items share a
// message, and nothing that is there waits for longer than a millisecond's work. See docs/decisions/0010.

import type { Sink } from '../backend.ts'
import type { Batch } from '../batch.ts'
import type { Clock } from '../clock.ts'
import { encodeError, type EncodedError } from '../error-codec.ts'
import { isMovedItem } from '../move.ts'
import { packedTransfer } from '../packing/packed-transfer.ts'
import type { OutcomeGroup } from '../pool/messages.ts'
import { skip } from '../skip.ts'
import { unclonablePath } from '../unclonable-path.ts'
import { Column } from './column.ts'
import type { Drain } from './drain.ts'
import { Leave, type Pace } from './leave.ts'
import type { EncodedOutcome } from './outcome-codec.ts'
import type { StartNote } from './run-batch.ts'

/** How a worker speaks of a batch. Throws where a value cannot be copied, and then has sent nothing. */
export type Tell = (outcomes: readonly OutcomeGroup[], transfer: readonly object[], next: number, leave: number) => void

/** What waits to be sent: values are packed only then. */
type Gathered = OpenGroup | EncodedOutcome

/** What a worker has, as far as its outcomes are concerned. */
export interface GroupsOptions {
  readonly clock: Clock
  /** Memory where starts are noted; undefined: they are announced. */
  readonly marks: Int32Array | undefined
  /** What tasks have printed goes before their outcomes. */
  readonly drain: Drain | undefined
  /** Whether the channel copies an object that structured clone does. */
  readonly isCopyable: ((value: object) => boolean) | undefined
}

/** The group that is being filled. */
interface OpenGroup {
  readonly is: 'values'
  readonly first: number
  readonly values: Column
  readonly ms: Column | undefined
}

const QUIET_MS = 1

const { queueMicrotask } = globalThis // as it is before a task can replace it

export class OutcomeGroups implements Sink, StartNote {
  readonly #batch: Pick<Batch, 'timed'>
  readonly #clock: Clock
  readonly #tell: Tell
  readonly #drain: Drain | undefined
  readonly #isCopyable: ((value: object) => boolean) | undefined
  readonly #marks: Int32Array | undefined
  readonly #lane: number
  readonly #leave: Leave
  #groups: Gathered[] = []
  #last: OpenGroup | undefined = undefined
  /** What is to be transferred with moved results, by their indexes. */
  #moved = new Map<number, readonly object[]>()
  #next = 0
  /** Items without an end. */
  #open: number
  #isSending = false
  #sentAt = -QUIET_MS

  /** @param lane of the marks; -1: starts are announced */
  constructor(batch: Batch, lane: number, pace: Pace, { clock, marks, drain, isCopyable }: GroupsOptions, tell: Tell) {
    this.#batch = batch
    this.#clock = clock
    this.#tell = tell
    this.#drain = drain
    this.#isCopyable = isCopyable
    this.#marks = lane < 0 ? undefined : marks
    this.#lane = lane
    this.#open = batch.items.length
    // Where starts are noted, leave bounds only what a slow item can hold back; where not, also what a dead worker leaves in doubt.
    this.#leave = new Leave(() => clock.now(), pace, this.#marks !== undefined ? 'known' : batch.timeout !== undefined ? 'single' : 'unknown')
  }

  sentTo(): void { /* the pool knows */ }

  starting(position: number): void {
    this.#next = position + 1
    if (this.#marks !== undefined) this.#marks[this.#lane] = this.#next
    if (position < this.#leave.end) return
    this.#leave.renew(position)
    if (this.#marks === undefined || this.#groups.length > 0) this.#send()
    this.#leave.said()
  }

  fulfilled(index: number, result: unknown, ms: number): void {
    if (result === skip) return this.#add({ is: 'skipped', index, ms }, true)
    let value = result
    if (isMovedItem(result)) {
      value = result.value
      this.#moved.set(index, result.transfer)
    }
    const most = this.#open--
    const last = this.#last
    if (last !== undefined && index === last.first + last.values.length) {
      last.values.push(value)
      last.ms?.push(ms)
    } else this.#groups.push((this.#last = openGroup(index, value, this.#batch.timed ? ms : undefined, most)))
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
    if (this.#groups.length > 0) this.#send()
  }

  #send(): void {
    const groups = this.#groups
    const moved = this.#moved
    this.#groups = []
    this.#last = undefined
    if (moved.size > 0) this.#moved = new Map()
    try {
      const packed = groups.map(packGroup)
      this.#tell(packed, [...[...moved.values()].flat(), ...packed.flatMap(transferOf)], this.#next, this.#leave.end)
    } catch {
      this.#sendEach(groups, moved)
    }
    this.#sentAt = this.#clock.now()
  }

  /** One of the values cannot be copied: each is sent by itself, to find out which, and with nothing of the others. */
  #sendEach(groups: readonly Gathered[], moved: ReadonlyMap<number, readonly object[]>): void {
    for (const group of groups) {
      if (group.is !== 'values') this.#tell([group], [], this.#next, this.#leave.end)
      else for (let n = 0; n < group.values.length; n++) this.#sendValue(group.first + n, group.values.values[n], group.ms?.values[n] as number | undefined, moved.get(group.first + n) ?? [])
    }
  }

  #sendValue(index: number, value: unknown, ms: number | undefined, transfer: readonly object[]): void {
    try {
      this.#tell([packGroup(openGroup(index, value, ms, 1))], transfer, this.#next, this.#leave.end)
    } catch (error) {
      this.#tell([{ is: 'unserializable', index, path: unclonablePath(value, this.#isCopyable), error: this.#encode(error) }], [], this.#next, this.#leave.end)
    }
  }
}

/** A group of one value so far. @param most values that may come to be in it */
function openGroup(first: number, value: unknown, ms: number | undefined, most: number): OpenGroup {
  const group: OpenGroup = { is: 'values', first, values: new Column(most), ms: ms === undefined ? undefined : new Column(most) }
  group.values.push(value)
  group.ms?.push(ms)
  return group
}

function packGroup(group: Gathered): OutcomeGroup {
  return group.is === 'values' ? { ...group, values: group.values.pack(), ms: group.ms?.pack() } : group
}

/** What packing has made can be handed over. */
function transferOf(group: OutcomeGroup): readonly object[] {
  return group.is === 'values' ? [...packedTransfer(group.values), ...(group.ms === undefined ? [] : packedTransfer(group.ms))] : []
}
