// The results of `imapUnordered`: values in the order in which they come.

import { EMPTY, StopMark, Stream } from './stream.ts'

export class UnorderedStream extends Stream<unknown> {
  #queue: unknown[] = []
  #head = 0
  #isStopped = false

  reserve(_count: number): void {}

  place(_index: number, value: unknown): void {
    if (this.#isStopped) return
    this.#queue.push(value)
    this.serve()
  }

  omit(_index: number): void { this.run.handedOver(1) }

  stop(index: number, error: unknown): void {
    this.run.cut(-1, error) // first, or the reader who is told would end the run with a reason of its own
    this.place(index, new StopMark(error))
    this.#isStopped = true
  }

  protected take(): unknown {
    if (this.#head === this.#queue.length) return EMPTY
    const value = this.#queue[this.#head]
    this.#queue[this.#head++] = undefined
    if (this.#head === this.#queue.length) {
      this.#queue.length = this.#head = 0
    } else if (this.#head >= 1_024 && this.#head * 2 >= this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head)
      this.#head = 0
    }
    this.run.handedOver(1)
    return value
  }

  protected isDrained(): boolean { return this.#head === this.#queue.length }

  protected drop(): void {
    this.#queue = []
    this.#head = 0
  }
}
