// What a thread puts aside for its pool, in memory that both share: a ring of cells of eight bytes, written by the one side
// and read by the other. What has been put aside is there, whatever becomes of the thread. Numbers are written as they
// are, since this is done every millisecond; all else by `v8.serialize`.

import type { Draft, DraftRow } from '@parmap/core/pool'
import { deserialize, serialize } from 'node:v8'

const CELL = Float64Array.BYTES_PER_ELEMENT
/** A power of two: positions count on, and wrap around as the integers do that hold them. */
const CELLS = 8_192
/** Cells before each draft: how many it takes with them, what it is about, and how it is written. */
const HEADER = 3
const [AS_FILLER, AS_NUMBERS, AS_BYTES] = [0, 1, 2]
/** What stands before the ring: how far has been written, and read, and the batch after which another has been sent. */
const WRITTEN = 0
const READ = 1
const FOLLOWED = 2
const RING = 4 * Int32Array.BYTES_PER_ELEMENT

/** Memory for an outbox. */
export function outboxMemory(): SharedArrayBuffer { return new SharedArrayBuffer(RING + CELLS * CELL) }

/** One side of an outbox: the thread puts drafts in, its pool takes them out. */
export class Outbox {
  readonly #positions: Int32Array
  readonly #cells: Float64Array
  readonly #bytes: Uint8Array
  /** How far will have been written. */
  #end = 0

  constructor(memory: SharedArrayBuffer) {
    this.#positions = new Int32Array(memory, 0, 3)
    this.#cells = new Float64Array(memory, RING)
    this.#bytes = new Uint8Array(memory, RING)
  }

  /** How far has been written. */
  get end(): number { return Atomics.load(this.#positions, WRITTEN) }

  /** Another batch has been sent after this one. */
  follow(batch: number): void { Atomics.store(this.#positions, FOLLOWED, batch) }
  isFollowed(batch: number): boolean { return Atomics.load(this.#positions, FOLLOWED) === (batch | 0) }

  /** False where there is no room for it now. */
  put(draft: Draft): boolean {
    const numbers = flatten(draft)
    if (numbers === undefined) return this.#putBytes(draft)
    const at = this.#reserve(draft[0], AS_NUMBERS, numbers.length)
    if (at === undefined) return false
    this.#cells.set(numbers, at)
    this.#publish()
    return true
  }

  #putBytes(draft: Draft): boolean {
    const bytes = serialize(draft)
    const at = this.#reserve(draft[0], AS_BYTES, 1 + Math.ceil(bytes.length / CELL))
    if (at === undefined) return false
    this.#cells[at] = bytes.length
    this.#bytes.set(bytes, (at + 1) * CELL)
    this.#publish()
    return true
  }

  /** Finds cells in a row, and writes the header. @returns where the rest goes */
  #reserve(topic: number, kind: number, cells: number): number | undefined {
    const length = HEADER + cells
    const end = this.#positions[WRITTEN]!
    const free = CELLS - ((end - Atomics.load(this.#positions, READ)) | 0)
    const at = end & (CELLS - 1)
    const filler = length > CELLS - at ? CELLS - at : 0
    if (filler + length > free) return undefined
    if (filler > 0) this.#cells.set([filler, topic, AS_FILLER].slice(0, filler), at)
    const start = filler > 0 ? 0 : at
    this.#cells.set([length, topic, kind], start)
    this.#end = (end + filler + length) | 0
    return start + HEADER
  }

  #publish(): void { Atomics.store(this.#positions, WRITTEN, this.#end) }

  /** Takes out what was there when `end` was how far had been written. @param told the batch of which nothing is wanted */
  take(end: number, told: number | undefined, hear: (draft: Draft) => void): void {
    for (let read = this.#positions[READ]!; ((end - read) | 0) > 0;) {
      const at = read & (CELLS - 1)
      const kind = CELLS - at < HEADER ? AS_FILLER : this.#cells[at + 2]
      const draft = kind === AS_FILLER || this.#cells[at + 1] === told ? undefined : this.#draftAt(at, kind)
      read = (read + this.#cells[at]!) | 0
      Atomics.store(this.#positions, READ, read) // last: now its place is free
      if (draft !== undefined) hear(draft)
    }
  }

  #draftAt(at: number, kind: number | undefined): Draft {
    const start = at + HEADER
    if (kind === AS_NUMBERS) return unflatten(this.#cells[at + 1]!, this.#cells.slice(start, at + this.#cells[at]!))
    const from = (start + 1) * CELL
    return deserialize(this.#bytes.slice(from, from + this.#cells[start]!)) as Draft
  }
}

/** A draft of numbers, as numbers: where it is in the batch, then of each row its start, how many values it has, whether they are timed, and these. */
function flatten([, next, leave, rows]: Draft): number[] | undefined {
  const numbers = [next, leave]
  for (const [first, values, ms] of rows) {
    if (!areNumbers(values)) return undefined
    numbers.push(first, values.length, ms === undefined ? 0 : 1, ...values, ...(ms ?? []))
  }
  return numbers
}

function areNumbers(values: readonly unknown[]): values is readonly number[] { return values.every((value) => typeof value === 'number') }

function unflatten(batch: number, numbers: Float64Array): Draft {
  const rows: DraftRow[] = []
  for (let at = 2; at < numbers.length;) {
    const [first, count, isTimed] = numbers.subarray(at, (at += 3)) as unknown as [number, number, number]
    const values = [...numbers.subarray(at, (at += count))]
    const ms = isTimed === 0 ? undefined : [...numbers.subarray(at, (at += count))]
    rows.push([first, values, ms])
  }
  return [batch, numbers[0]!, numbers[1]!, rows]
}
