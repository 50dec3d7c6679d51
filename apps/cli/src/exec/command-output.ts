// What a command has printed, waiting for its turn to be printed.

/** Bytes that can be read from their beginning, and thrown away. */
export interface Printed {
  readonly bytes: number
  chunks(): Iterable<Buffer>
  discard(): void
}

/** Bytes in memory. */
export class PrintedBytes implements Printed {
  readonly #buffer: Buffer

  constructor(buffer: Buffer) { this.#buffer = buffer }

  get bytes(): number { return this.#buffer.length }
  chunks(): readonly Buffer[] { return this.#buffer.length === 0 ? [] : [this.#buffer] }
  discard(): void {}
}

const NOTHING = new PrintedBytes(Buffer.alloc(0))

/** The output of one command. */
export class CommandOutput {
  readonly stdout: Printed
  readonly stderr: Printed
  /** Stands before each line; undefined: nothing does. */
  readonly tag: Buffer | undefined

  constructor(stdout: Printed, stderr: Printed = NOTHING, tag?: Buffer) {
    this.stdout = stdout
    this.stderr = stderr
    this.tag = tag
  }

  /** Bytes that wait, in memory or on the disk: neither is without an end. */
  get length(): number { return this.stdout.bytes + this.stderr.bytes }

  discard(): void {
    this.stdout.discard()
    this.stderr.discard()
  }
}
