// A line of shell with placeholders, and the call of `sh` that it becomes. Values never become part of the text: they
// travel beside it, as arguments that the text puts in variables. So no value is ever read as code, whatever is in it and
// wherever it stands. Rejected: values quoted and pasted into the text, which is right only if the quoting is.

import { CommandError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { isPerItem, placeholderOf, valuesOf, type InputShape, type Placeholder } from './placeholder.ts'
import { findPlaceholders, type Found } from './shell-text.ts'
import { refuseNul, refuseSeveral, type Template } from './template.ts'

const SHELL = '/bin/sh'

/** A placeholder in the text, taken apart. */
type Place = Found & { readonly placeholder: Placeholder }

/**
 * The template of a `--shell` text. Each value is one word there, also between double quotes; with `-n`, `{}` and the parts
 * of paths stand for one word for each item, and so must be words of their own.
 * @throws CommandError `usage` for a placeholder that no item can fill, for one where a value would not stay one word, and
 * for a text without any: the shell would run it for each item without a look at it
 */
export function parseShellTemplate(text: string, shape: InputShape): Template {
  const places = findPlaceholders(text).map((found) => placed(found, text, shape))
  if (places.length === 0) throw new CommandError(EXIT.usage, "the text of --shell has no placeholder: write {} where the item is to stand, as in --shell 'wc -l {}'")
  return {
    isOneCommand: true, // the shell
    argvOf(call) {
      const variables = new Variables()
      const line = assemble(text, places, (place) => variables.namesOf(place.inner, () => valuesOf(place.placeholder, call)))
      refuseNul(variables.values)
      const words = [SHELL, '-c', variables.assignments() + line, 'sh']
      return [...words.map((word) => Buffer.from(word)), ...variables.values]
    },
  }
}

function placed(found: Found, text: string, shape: InputShape): Place {
  const placeholder = placeholderOf(found.inner, shape)
  if (isPerItem(placeholder) && !isWord(found, text)) refuseSeveral(found.inner, shape)
  return { ...found, placeholder }
}

function isWord({ start, end, isQuoted }: Found, text: string): boolean {
  return !isQuoted && /^[\s;|&()]?$/u.test(text.slice(Math.max(start - 1, 0), start)) && /^[\s;|&()]?$/u.test(text.slice(end, end + 1))
}

function assemble(text: string, places: readonly Place[], namesOf: (place: Place) => readonly string[]): string {
  let line = ''
  let literalStart = 0
  for (const place of places) {
    const names = namesOf(place)
    line += text.slice(literalStart, place.start) + (place.isQuoted ? names.join('') : names.map((name) => `"${name}"`).join(' '))
    literalStart = place.end
  }
  return line + text.slice(literalStart)
}

/** The variables of one call. Not the positional parameters themselves: `set`, `shift` and functions of the text change those. */
class Variables {
  readonly values: Buffer[] = []
  readonly #names = new Map<string, readonly string[]>()

  /** References to the values of a placeholder, which are put in variables once. */
  namesOf(inner: string, valuesOfIt: () => readonly Buffer[]): readonly string[] {
    let names = this.#names.get(inner)
    if (names === undefined) {
      names = valuesOfIt().map((value) => `\${_parmap_${this.values.push(value)}}`)
      this.#names.set(inner, names)
    }
    return names
  }

  /** The beginning of the text, which leaves it no arguments. On its first line, so that the shell counts lines as the user does. */
  assignments(): string {
    const each = this.values.map((_, place) => `_parmap_${place + 1}=\${${place + 1}}`)
    return `${each.join(' ')}; shift ${this.values.length}; `
  }
}
