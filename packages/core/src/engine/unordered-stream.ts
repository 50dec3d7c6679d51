// The results of `imapUnordered`: values in the order in which they come.

import { Fifo } from './fifo.ts'
import { EMPTY, StopMark, Stream } from './stream.ts'

export class UnorderedStream extends Stream<unknown> {
  readonly #queue = new Fifo<unknown>()
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
    if (this.#queue.length === 0) return EMPTY
    const value = this.#queue.shift()
    this.run.handedOver(1)
    return value
  }

  protected isDrained(): boolean { return this.#queue.length === 0 }

  protected drop(): void { this.#queue.clear() }
}
