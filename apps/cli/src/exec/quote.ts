// Argument vectors as people paste them into a shell.

const QUOTE = 0x27
const SPACE = Buffer.from(' ')
const ESCAPED_QUOTE = Buffer.from(String.raw`'\''`)

// What no shell reads as anything but itself, wherever it stands. Not `~` and `=`, which mean something at the beginning of
// a word in some of them.
const PLAIN = /^[\w@%+:,./-]+$/u
const LONGEST_PLAIN = 4_096

// What the first word of a command must not be, or it is no command.
const RESERVED: ReadonlySet<string> = new Set(['case', 'do', 'done', 'elif', 'else', 'esac', 'fi', 'for', 'function', 'if', 'in', 'select', 'then', 'time', 'until', 'while'])

/**
 * The line that a POSIX shell reads back to the same bytes. A newline in an argument is one in the line, too, between
 * quotes.
 */
export function quoteCommand(argv: readonly Buffer[]): Buffer {
  return Buffer.concat(argv.flatMap((word, place) => (place === 0 ? [quoteWord(word)] : [SPACE, quoteWord(word)])))
}

/** One word of that line: bare where that is safe, otherwise between single quotes. */
function quoteWord(word: Buffer): Buffer {
  const text = word.length <= LONGEST_PLAIN ? word.toString('latin1') : ''
  if (PLAIN.test(text) && !RESERVED.has(text)) return word
  return Buffer.concat(quoted(word))
}

function quoted(word: Buffer): Buffer[] {
  const pieces: Buffer[] = [Buffer.of(QUOTE)]
  let start = 0
  for (let at = word.indexOf(QUOTE); at !== -1; at = word.indexOf(QUOTE, start)) {
    pieces.push(word.subarray(start, at), ESCAPED_QUOTE)
    start = at + 1
  }
  pieces.push(word.subarray(start), Buffer.of(QUOTE))
  return pieces
}
