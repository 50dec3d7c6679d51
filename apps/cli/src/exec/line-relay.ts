// Hands on the output of a command as it comes, by whole lines.

import { Spool, type SpoolSpace } from './spool.ts'
import type { Child, OutputName } from './spawner.ts'

/**
 * Takes whole lines, each with its newline; only the very last may have none. The pieces belong together: nothing may be
 * written between them. As long as what it returns is pending, no more is read. That must not wait for other commands.
 */
export type OnLines = (from: OutputName, pieces: Iterable<Buffer>) => void | PromiseLike<void>

const NEWLINE = 0x0a

/** Hands on the output of one command line by line. What has no end yet waits in a spool. @throws ItemError as spools do */
export class LineRelay {
  readonly #from: OutputName
  readonly #space: SpoolSpace
  readonly #onLines: OnLines
  readonly #onError: (error: unknown) => void
  #tail: Spool
  #waiting: Buffer[] = []
  #turn: Promise<void> | undefined
  #child: Child | undefined

  constructor(from: OutputName, space: SpoolSpace, onLines: OnLines, onError: (error: unknown) => void) {
    this.#from = from
    this.#space = space
    this.#onLines = onLines
    this.#onError = onError
    this.#tail = new Spool(space)
  }

  /** To be paused while lines are taken. */
  reads(child: Child): void { this.#child = child }

  push(chunk: Buffer): void {
    if (this.#turn !== undefined) {
      this.#waiting.push(chunk)
      return
    }
    const end = chunk.lastIndexOf(NEWLINE) + 1
    if (end === 0) {
      this.#tail.write(chunk)
      return
    }
    const tail = this.#tail
    this.#tail = new Spool(this.#space)
    if (end < chunk.length) this.#tail.write(chunk.subarray(end))
    this.#hand(tail, chunk.subarray(0, end))
  }

  /** Resolves when all has been taken. */
  async end(): Promise<void> {
    await this.#idle()
    const tail = this.#tail
    this.#tail = new Spool(this.#space)
    if (tail.bytes > 0) this.#hand(tail, undefined)
    await this.#idle()
  }

  async #idle(): Promise<void> {
    while (this.#turn !== undefined) await this.#turn
  }

  #hand(tail: Spool, rest: Buffer | undefined): void {
    let taken: unknown = undefined
    try {
      taken = this.#onLines(this.#from, piecesOf(tail, rest))
    } finally {
      if (!isPromise(taken)) tail.discard()
    }
    if (isPromise(taken)) this.#wait(taken, tail)
  }

  #wait(taken: PromiseLike<unknown>, tail: Spool): void {
    this.#child?.pause(this.#from)
    this.#turn = (async () => {
      try {
        await taken
      } catch (error) {
        this.#onError(error)
      }
      tail.discard()
      this.#turn = undefined
      this.#child?.resume(this.#from)
      const waiting = this.#waiting
      this.#waiting = []
      try {
        for (const chunk of waiting) this.push(chunk)
      } catch (error) {
        this.#onError(error)
      }
    })()
  }
}

function* piecesOf(tail: Spool, rest: Buffer | undefined): Generator<Buffer, undefined> {
  yield* tail.chunks()
  if (rest !== undefined) yield rest
}

function isPromise(taken: unknown): taken is PromiseLike<unknown> {
  return typeof (Object(taken) as { readonly then?: unknown }).then === 'function'
}
