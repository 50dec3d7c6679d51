// The results of `imap`: values in input order, in a ring as large as the window.

import { EMPTY, StopMark, Stream } from './stream.ts'

const OMITTED = Symbol('omitted')
const SMALLEST_RING = 16

export class OrderedStream extends Stream<unknown> {
  #ring: unknown[] = new Array<unknown>(SMALLEST_RING).fill(EMPTY)
  #mask = SMALLEST_RING - 1 // its length is a power of two, so a place is found by masking the index
  #head = 0
  #reserved = 0

  reserve(count: number): void {
    this.#reserved += count
    if (this.#reserved - this.#head > this.#ring.length) this.#grow()
  }

  place(index: number, value: unknown): void {
    if (index < this.#head) return // dropped meanwhile
    this.#ring[index & this.#mask] = value
    if (index === this.#head) this.serve()
  }

  omit(index: number): void { this.place(index, OMITTED) }

  stop(index: number, error: unknown): void {
    this.run.cut(index, error)
    this.place(index, new StopMark(error))
  }

  protected take(): unknown {
    const from = this.#head
    let value: unknown
    do {
      const place = this.#head & this.#mask
      value = this.#ring[place]
      if (value === EMPTY) break
      this.#ring[place] = EMPTY
      this.#head++
    } while (value === OMITTED)
    if (this.#head > from) this.run.handedOver(this.#head - from)
    return value
  }

  protected isDrained(): boolean { return this.#head === this.#reserved }

  protected drop(): void {
    this.#head = this.#reserved
    this.#ring = [EMPTY]
    this.#mask = 0
  }

  #grow(): void {
    const old = this.#ring
    const oldMask = this.#mask
    let length = old.length
    while (length < this.#reserved - this.#head) length *= 2
    this.#ring = new Array<unknown>(length).fill(EMPTY)
    this.#mask = length - 1
    for (let index = this.#head; index < this.#head + old.length; index++) this.#ring[index & this.#mask] = old[index & oldMask]
  }
}
