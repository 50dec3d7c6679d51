// Puts a tag before each line, so that lines of several commands can be told apart.

const NEWLINE = Buffer.from('\n')

/** The same bytes with the tag before each line; the last line has an end, too. */
export function* tagged(pieces: Iterable<Buffer>, tag: Buffer): Generator<Buffer, undefined> {
  let isAtStart = true
  for (const piece of pieces) {
    for (let start = 0; start < piece.length; ) {
      if (isAtStart) yield tag
      const end = piece.indexOf(NEWLINE, start) + 1
      yield piece.subarray(start, end === 0 ? piece.length : end)
      isAtStart = end !== 0
      start = end === 0 ? piece.length : end
    }
  }
  if (!isAtStart) yield NEWLINE
}
