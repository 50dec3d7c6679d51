// Finds the placeholders in a line of shell, and how each is quoted there. It reads as little of the shell's grammar as that
// takes, and refuses placeholders wherever two shells might read a text in two ways. What it gets wrong can never make a
// value code (see shell-template.ts), only the wrong number of words.

import { placeholderAt } from './placeholder.ts'
import { refused, ShellCursor, unmatched } from './shell-cursor.ts'

/** A placeholder in the text. */
export interface Found {
  /** What stands between its braces. */
  readonly inner: string
  readonly start: number
  readonly end: number
  /** Whether it stands between double quotes. */
  readonly isQuoted: boolean
}

/**
 * The placeholders of a shell text, in order. A backslash before the brace makes it none; so do `${…}` and comments.
 * @throws CommandError `usage` for quotes that do not match, and for a placeholder where its value would not be one word
 */
export function findPlaceholders(text: string): Found[] {
  const scanner = new Scanner(text)
  scanner.plain('', undefined)
  return scanner.placeholders()
}

const BEFORE_COMMENT = /[\s;|&()]/u
const SUBSCRIPT = /\w\[[^\s\]]*$/u
const QUOTED_SUBSCRIPT = /\w\[[^\s\]"]*"[^\s\]"]*$/u
const DOUBLE_BRACKET = /(?:^|[\s;|&(!])\[\[(?=\s)/u
const ARITHMETIC = 'in arithmetic, where bash runs what it finds in a value'

class Scanner extends ShellCursor {
  readonly #found: Found[] = []
  /** Why no placeholder can be trusted, wherever it stands. */
  #doubt: string | undefined
  #isCutShort = false

  constructor(text: string) {
    super(text)
    if (DOUBLE_BRACKET.test(text)) this.#doubt = 'beside [[ ]], where bash runs what it finds in a value; [ ] does not'
  }

  placeholders(): Found[] {
    const [first] = this.#found
    if (first !== undefined && this.#doubt !== undefined) throw refused(first.inner, this.#doubt)
    return this.#found
  }

  /** Outside of quotes, up to `end`. `reason` says why no placeholder may stand there. */
  plain(end: '' | ')', reason: string | undefined): void {
    while (this.at < this.text.length) {
      const char = this.text[this.at]!
      if (char === end) {
        this.at++
        return
      }
      if (char === "'") this.#single()
      else if (char === '#' && BEFORE_COMMENT.test(this.text[this.at - 1] ?? ' ')) this.at = this.find('\n')
      else if (char === '<' && reason !== ARITHMETIC && this.isAt('<<')) this.#hereDocument()
      else if (char === '(') this.#parenthesis(reason)
      else if (char === '{') this.#placeholder(false, reason)
      else this.#shared(char, false, reason)
    }
    if (end !== '' && !this.#isCutShort) throw unmatched('(')
  }

  /** What means the same inside and outside of double quotes. */
  #shared(char: string, isQuoted: boolean, reason: string | undefined): void {
    if (char === '\\') this.at += 2
    else if (char === '"' && !isQuoted) this.#double(reason)
    else if (char === '`') this.#backquote()
    else if (this.isAt('${')) this.#parameter(isQuoted)
    else if (this.isAt('$(')) this.#substitution(isQuoted, reason)
    else this.at++
  }

  #double(reason: string | undefined): void {
    this.at++
    while (this.at < this.text.length) {
      const char = this.text[this.at]!
      if (char === '"') {
        this.at++
        return
      }
      if (char === '{') this.#placeholder(true, reason)
      else this.#shared(char, true, reason)
    }
    if (!this.#isCutShort) throw unmatched('"')
  }

  #single(): void {
    if (this.text[this.at - 1] === '$') this.#doubt = "beside $'…', which shells read in different ways"
    const start = this.at + 1
    const end = this.find("'", start)
    if (end === this.text.length) throw unmatched("'")
    this.refuseIn(start, end, "between single quotes, where the shell puts no values in; between double quotes it does")
    this.at = end + 1
  }

  #backquote(): void {
    const start = this.at + 1
    let end = start
    while (end < this.text.length && this.text[end] !== '`') end += this.text[end] === '\\' ? 2 : 1
    if (end >= this.text.length) throw unmatched('`')
    this.refuseIn(start, end, 'between backquotes; $(…) can hold it')
    this.at = end + 1
  }

  /** Its text is anything up to a line of its own: quotes in it need not match. */
  #hereDocument(): void {
    this.refuseIn(this.at, this.text.length, 'after <<')
    this.at = this.text.length
    this.#isCutShort = true
  }

  #parenthesis(reason: string | undefined): void {
    const isArithmetic = this.isAt('((')
    this.at++
    this.plain(')', isArithmetic ? ARITHMETIC : reason)
  }

  #substitution(isQuoted: boolean, reason: string | undefined): void {
    this.at++
    const start = this.at
    this.#parenthesis(reason)
    // The `)` of a pattern looks like the end.
    if (isQuoted && /\bcase\b/u.test(this.text.slice(start, this.at))) this.#doubt = 'beside a case inside of "$(…)"'
  }

  /** `${…}` is the shell's own, and so is every brace in it. */
  #parameter(isQuoted: boolean): void {
    this.at += 2
    while (this.at < this.text.length) {
      const char = this.text[this.at]!
      if (char === '}') {
        this.at++
        return
      }
      if (isQuoted && (char === "'" || char === '"')) this.#doubt = 'beside quotes inside of "${…}", which shells read in different ways'
      if (char === "'" && !isQuoted) this.#single()
      else this.#shared(char, isQuoted, undefined)
    }
    if (!this.#isCutShort) throw unmatched('${')
  }

  #placeholder(isQuoted: boolean, reason: string | undefined): void {
    const start = this.at
    const inner = placeholderAt(this.text, start)
    this.at += inner === undefined ? 1 : inner.length + 2
    if (inner === undefined) return
    if (reason !== undefined) throw refused(inner, reason)
    if ((isQuoted ? QUOTED_SUBSCRIPT : SUBSCRIPT).test(this.text.slice(0, start))) throw refused(inner, 'in what may be a subscript, where bash runs what it finds in a value')
    this.#found.push({ inner, start, end: this.at, isQuoted })
  }
}
