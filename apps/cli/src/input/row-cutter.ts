// Cuts the bytes of a table into rows, so that what is wrong with one of them is the matter of that one. Knows where rows end
// and where quotes open; what the fields are is not its business.

const [NEWLINE, CARRIAGE_RETURN, QUOTE] = [0x0a, 0x0d, 0x22]

/** Where in a row the next byte stands. `RETURNED`: behind a carriage return, while it is not known what ends the rows. */
const [FIELD_START, IN_FIELD, IN_QUOTES, BEHIND_QUOTE, RETURNED] = [0, 1, 2, 3, 4] as const
type State = typeof FIELD_START | typeof IN_FIELD | typeof IN_QUOTES | typeof BEHIND_QUOTE | typeof RETURNED

/** Whole rows as they are written, one after the other. */
export interface Rows {
  readonly bytes: Buffer
  /** The line at which each begins; blank lines are no rows. */
  readonly lines: readonly number[]
}

/** A row that is longer than allowed; its bytes have been dropped. */
export interface LongRow {
  readonly longBytes: number
  readonly line: number
}

/** How the rows are written. */
export interface RowSyntax {
  readonly delimiter: number
  /** Whether fields may be quoted: then newlines between quotes end no row. */
  readonly isQuoting: boolean
}

/** Takes a table in pieces and gives its rows. What it holds back is the beginning of one row. */
export class RowCutter {
  readonly #syntax: RowSyntax
  readonly #mostBytes: number
  #state: State = FIELD_START
  /** A newline, or the carriage return of tables from old Macs. */
  #rowEnd: number | undefined
  #line = 1
  #quoteLine = 0
  // The beginning of a row: its pieces, or only their length where they are too long.
  #rowLine = 1
  #pieces: Buffer[] = []
  #bytes = 0
  // What has been cut from this chunk.
  #cuts: (Rows | LongRow)[] = []
  #lines: number[] = []
  #from = 0

  /** @param mostBytes longer rows are dropped, so that endless ones do not fill the memory */
  constructor(syntax: RowSyntax, mostBytes: number) {
    this.#syntax = syntax
    this.#mostBytes = mostBytes
  }

  /** What ends the rows that have been cut, as a parser wants to know it. */
  get rowEnds(): readonly string[] { return this.#rowEnd === CARRIAGE_RETURN ? ['\r'] : ['\r\n', '\n'] }

  /** The line of a quote that has not been closed yet. */
  get openQuoteLine(): number | undefined { return this.#state === IN_QUOTES ? this.#quoteLine : undefined }

  /** The rows that end in this chunk; those that are not too long share its memory. */
  push(chunk: Buffer): readonly (Rows | LongRow)[] {
    const { delimiter, isQuoting } = this.#syntax
    const { length } = chunk
    let [state, start]: [State, number] = [this.#state, 0]
    this.#from = 0
    for (let at = 0; at < length; at++) {
      const byte = chunk[at]!
      if (state === IN_QUOTES) {
        if (byte === QUOTE) state = BEHIND_QUOTE
        else if (byte === (this.#rowEnd ?? NEWLINE)) this.#line++
        continue
      }
      if (state === RETURNED && byte !== NEWLINE) {
        this.#rowEnd = CARRIAGE_RETURN
        this.#endRow(chunk, start, at, 1)
        start = at
        state = FIELD_START
      }
      if (byte === (this.#rowEnd ?? NEWLINE)) {
        this.#rowEnd = byte
        this.#endRow(chunk, start, at + 1, 1)
        start = at + 1
        state = FIELD_START
      } else if (byte === delimiter) state = FIELD_START
      else if (byte === QUOTE && isQuoting && (state === FIELD_START || state === BEHIND_QUOTE)) {
        if (state === FIELD_START) this.#quoteLine = this.#line
        state = IN_QUOTES // behind another quote it stands for itself
      } else state = byte === CARRIAGE_RETURN && this.#rowEnd === undefined ? RETURNED : IN_FIELD
    }
    this.#state = state
    this.#endRun(chunk, start)
    this.#hold(chunk.subarray(start))
    return this.#taken()
  }

  /** The last row, where nothing ends it. */
  end(): readonly (Rows | LongRow)[] {
    const isReturned = this.#state === RETURNED
    if (isReturned) this.#rowEnd = CARRIAGE_RETURN
    const nothing = Buffer.alloc(0)
    if (this.#bytes > 0) this.#endRow(nothing, 0, 0, isReturned ? 1 : 0)
    this.#endRun(nothing, 0)
    return this.#taken()
  }

  /** @param endBytes how many bytes of it are the end of a line */
  #endRow(chunk: Buffer, start: number, end: number, endBytes: number): void {
    const bytes = this.#bytes + end - start - endBytes
    if (bytes > this.#mostBytes) {
      this.#endRun(chunk, start)
      this.#cuts.push({ longBytes: bytes, line: this.#rowLine })
      this.#drop(end)
    } else if (!this.#isBlank(chunk, start, bytes)) this.#lines.push(this.#rowLine)
    else if (this.#lines.length === 0) this.#drop(end)
    this.#bytes = 0
    this.#rowLine = ++this.#line
  }

  #drop(end: number): void {
    this.#pieces = []
    this.#from = end
  }

  /** Whether a row holds nothing but, perhaps, the return of its line end. */
  #isBlank(chunk: Buffer, start: number, bytes: number): boolean {
    if (bytes !== 1) return bytes === 0
    return this.#rowEnd === NEWLINE && (this.#bytes > 0 ? this.#pieces[0]![0] : chunk[start]) === CARRIAGE_RETURN
  }

  /** Gives out the rows before a place of the chunk, with what was held back of the first. */
  #endRun(chunk: Buffer, end: number): void {
    if (this.#lines.length > 0) {
      const bytes = chunk.subarray(this.#from, end)
      this.#cuts.push({ bytes: this.#pieces.length === 0 ? bytes : Buffer.concat([...this.#pieces, bytes]), lines: this.#lines })
      this.#lines = []
      this.#pieces = []
    }
    this.#from = end
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return
    this.#bytes += piece.length
    if (this.#bytes <= this.#mostBytes + 1) this.#pieces.push(piece) // the last may be that of its end
    else this.#pieces = []
  }

  #taken(): readonly (Rows | LongRow)[] {
    const cuts = this.#cuts
    this.#cuts = []
    return cuts
  }
}
