// A place in a line of shell, and what is said of one that cannot be taken.

import { CommandError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { placeholderAt } from './placeholder.ts'

/** A text, and how far it has been read. */
export class ShellCursor {
  readonly text: string
  at = 0

  constructor(text: string) { this.text = text }

  isAt(what: string): boolean { return this.text.startsWith(what, this.at) }

  /** Where it stands next, or the end of the text. */
  find(what: string, start: number = this.at): number {
    const at = this.text.indexOf(what, start)
    return at === -1 ? this.text.length : at
  }

  /** @throws CommandError `usage` for a placeholder in a stretch of the text */
  refuseIn(start: number, end: number, reason: string): void {
    for (let at = this.find('{', start); at < end; at = this.find('{', at + 1)) {
      const inner = placeholderAt(this.text, at)
      if (inner !== undefined) throw refused(inner, reason)
    }
  }
}

/** Of a placeholder that would not be one word there. */
export function refused(inner: string, where: string): CommandError {
  return new CommandError(EXIT.usage, `'{${inner}}' in --shell cannot stand ${where}`)
}

/** Of a text that ends too early. */
export function unmatched(what: string): CommandError {
  return new CommandError(EXIT.usage, `the text of --shell has a ${what} without its other half`)
}
