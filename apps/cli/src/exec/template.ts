// A command with placeholders, and the argument vector that it becomes for a call. Values are bytes and stay what they are:
// nothing in them is looked at, but for NUL.

import { CommandError, ItemError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { isPerItem, placeholderAt, placeholderOf, valuesOf, type Call, type InputShape, type Placeholder } from './placeholder.ts'

/** Makes the argument vector of a call: the command, then its arguments. */
export interface Template {
  /** Whether every call runs the same command: if that cannot be started, none can. */
  readonly isOneCommand: boolean
  /** @throws ItemError where the item lacks a value, or has one that no argument can be */
  argvOf(call: Call): Buffer[]
}

type Piece = Buffer | Placeholder

/**
 * The template of the words after `--`. Without any placeholder the items of a call become its last arguments. With `-n`,
 * `{}` and the parts of paths stand for one argument for each item, and so must be words of their own.
 * @throws CommandError `usage` for a placeholder that no item can fill
 */
export function parseTemplate(words: readonly string[], shape: InputShape): Template {
  const parsed = words.map((word) => piecesOf(word, shape))
  if (!parsed.flat().some(isPlaceholder)) parsed.push([{ is: 'items' }])
  return {
    isOneCommand: parsed[0]?.some(isPlaceholder) !== true,
    argvOf(call) {
      const argv = parsed.flatMap((pieces) => wordsOf(pieces, call))
      refuseNul(argv)
      return argv
    },
  }
}

/** @throws ItemError for what no argument can be */
export function refuseNul(values: readonly Buffer[]): void {
  if (values.some((value) => value.includes(0))) throw new ItemError('it has a NUL byte, which no argument of a command can have', 'input')
}

/** @throws CommandError `usage` where one word would stand for several items */
export function refuseSeveral(inner: string, { perCall = 1 }: InputShape): void {
  if (perCall === 1) return
  throw new CommandError(EXIT.usage, `'{${inner}}' stands for ${perCall} items, and so must be a word of its own: with -n, {1} is the first item of a call`)
}

function piecesOf(word: string, shape: InputShape): Piece[] {
  const pieces: Piece[] = []
  let literalStart = 0
  let at = word.indexOf('{')
  while (at !== -1) {
    const inner = placeholderAt(word, at)
    if (inner === undefined) {
      at = afterLiteral(word, at)
      continue
    }
    const end = at + inner.length + 2
    const placeholder = placeholderOf(inner, shape)
    if (isPerItem(placeholder) && end - at < word.length) refuseSeveral(inner, shape)
    if (at > literalStart) pieces.push(Buffer.from(word.slice(literalStart, at)))
    pieces.push(placeholder)
    literalStart = end
    at = word.indexOf('{', end)
  }
  if (literalStart < word.length || pieces.length === 0) pieces.push(Buffer.from(word.slice(literalStart)))
  return pieces
}

/** Where to look next. What stands in `${…}` is a shell's, whole. */
function afterLiteral(word: string, at: number): number {
  const end = word[at - 1] === '$' ? word.indexOf('}', at) : at
  return end === -1 ? -1 : word.indexOf('{', end + 1)
}

/** One argument, but for a placeholder that is a word of its own and stands for several. */
function wordsOf(pieces: readonly Piece[], call: Call): readonly Buffer[] {
  const values = pieces.map((piece) => (isPlaceholder(piece) ? valuesOf(piece, call) : [piece]))
  return values.length === 1 ? values[0]! : [Buffer.concat(values.flat())]
}

function isPlaceholder(piece: Piece): piece is Placeholder {
  return !Buffer.isBuffer(piece)
}
