// What a run gives out, as text in its turn: framed where the format has a frame, and finished when all is there.

import type { OutputFormat } from '../options/output-options.ts'
import { ResultWriter } from './result-writer.ts'
import { finish, type Target } from './target.ts'

/** Takes what the items of a run give, in its turn. */
export interface ResultSink<G> {
  /** Told once when nothing can be written any more; `EPIPE` is a reader that has gone. */
  onError: (error: NodeJS.ErrnoException) => void
  /** Told before each write to a terminal. */
  onWrite: () => void
  /** Whether a bar may be shown: output without lines leaves no place for it on the same terminal. */
  readonly leavesRoomForBar: boolean
  /** Whether to wait for {@link drained} before more is written. */
  readonly isFull: boolean
  /** Resolves when there is room again, or no use in waiting. */
  drained(): Promise<void>
  /** Takes what one item gives. */
  write(given: G): void
  /** Whoever waits for a slow reader need not any more. */
  cutShort?(): void
  /**
   * Resolves when all has been written.
   * @param isWhole whether this is all that the run was to give
   * @returns a note for the user
   */
  end(isWhole: boolean): Promise<string | undefined>
}

/** Results that are text. */
export class Results implements ResultSink<string> {
  onError: (error: NodeJS.ErrnoException) => void = () => undefined
  onWrite: () => void = () => undefined
  readonly #to: OutputFormat
  readonly #target: Target
  readonly #writer: ResultWriter
  #isFirst = true

  constructor(target: Target, to: OutputFormat) {
    this.#to = to
    this.#target = target
    this.#writer = new ResultWriter({
      stream: target.stream,
      onError: (error) => { this.onError(error) },
      onWrite: () => { if (target.isTerminal) this.onWrite() },
    })
  }

  get leavesRoomForBar(): boolean { return !this.#target.isTerminal || this.#to !== 'raw' }

  get isFull(): boolean { return this.#writer.isFull }

  drained(): Promise<void> { return this.#writer.drained() }

  write(text: string): void {
    if (this.#to === 'none') return
    if (this.#to !== 'json') return this.#writer.write(text)
    this.#writer.write(`${this.#isFirst ? '[' : ','}\n${text}`)
    this.#isFirst = false
  }

  async end(isWhole: boolean): Promise<string | undefined> {
    // A list that lacks some is left open: whoever parses it must not take it for all.
    if (this.#to === 'json' && isWhole) this.#writer.write(this.#isFirst ? '[]\n' : '\n]\n')
    return finish(this.#target, this.#writer, isWhole, (error) => { this.onError(error) })
  }
}
