// Prints the outputs of commands: whole, one after the other, stdout and then stderr of each; or line by line as they come.

import type { CommandOutput, Printed } from '../exec/command-output.ts'
import { ResultWriter } from './result-writer.ts'
import type { ResultSink } from './results.ts'
import { tagged } from './tagged.ts'
import { finish, type Target } from './target.ts'

/** So many outputs may wait for a slow reader. */
const MOST_WAITING = 64

/** The outputs of a run. */
export class CommandResults implements ResultSink<CommandOutput> {
  onError: (error: NodeJS.ErrnoException) => void = () => undefined
  onWrite: () => void = () => undefined
  readonly leavesRoomForBar: boolean
  readonly #target: Target
  readonly #out: ResultWriter
  readonly #err: ResultWriter
  readonly #waiting: CommandOutput[] = []
  #printing: Promise<void> | undefined
  readonly #turns = { stdout: Promise.resolve(), stderr: Promise.resolve() }
  readonly #cut: Promise<void>
  #cutShort!: () => void

  constructor(target: Target) {
    this.#target = target
    this.#cut = new Promise((resolve) => { this.#cutShort = resolve })
    this.leavesRoomForBar = !target.isTerminal // a command may leave half a line
    this.#out = new ResultWriter({ stream: target.stream, onError: (error) => { this.onError(error) }, onWrite: () => { if (target.isTerminal) this.onWrite() } })
    this.#err = new ResultWriter({ stream: process.stderr, onError: () => undefined, onWrite: () => undefined }) // nobody listens; stdout still counts
  }

  get isFull(): boolean { return this.#waiting.length >= MOST_WAITING || this.#out.isFull }

  async drained(): Promise<void> {
    if (this.#out.isFull) await this.#out.drained()
    else await this.#printing
  }

  write(output: CommandOutput): void {
    this.#waiting.push(output)
    this.#printing ??= this.#print()
  }

  /** Prints whole lines of a command that still runs. @returns resolves when more may come */
  writeLines(from: 'stdout' | 'stderr', pieces: Iterable<Buffer>, tag: Buffer | undefined): Promise<void> {
    // One after the other: what waits for a slow reader must not be overtaken in the middle of a line.
    const passed = this.#turns[from].then(() => this.#pass(from === 'stdout' ? this.#out : this.#err, pieces, tag))
    this.#turns[from] = passed
    return Promise.race([passed, this.#cut])
  }

  /** Nobody waits for a slow reader any more. */
  cutShort(): void { this.#cutShort() }

  async end(isWhole: boolean): Promise<string | undefined> {
    await Promise.all([this.#printing, ...Object.values(this.#turns)])
    const [note] = await Promise.all([finish(this.#target, this.#out, isWhole, (error) => { this.onError(error) }), this.#err.end()])
    return note
  }

  async #print(): Promise<void> {
    for (let output = this.#waiting.shift(); output !== undefined; output = this.#waiting.shift()) {
      try {
        await this.#printAll(this.#out, output.stdout, output.tag)
        await this.#printAll(this.#err, output.stderr, output.tag)
      } catch (error) {
        this.onError(error as NodeJS.ErrnoException) // it waited on a disk that cannot be read any more
      } finally {
        output.discard()
      }
    }
    this.#printing = undefined // at once: what comes next must not rely on this
  }

  async #printAll(writer: ResultWriter, printed: Printed, tag: Buffer | undefined): Promise<void> {
    if (printed.bytes > 0) await this.#pass(writer, printed.chunks(), tag)
  }

  async #pass(writer: ResultWriter, pieces: Iterable<Buffer>, tag: Buffer | undefined): Promise<void> {
    for (const piece of tag === undefined ? pieces : tagged(pieces, tag)) {
      writer.write(piece)
      if (writer.isFull) await writer.drained()
    }
  }
}
