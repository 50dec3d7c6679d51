// From bytes to the text that a function gets. UTF-8 or an error: a replaced character would be a wrong item that
// looks like a right one.

import { isUtf8 } from 'node:buffer'
import { ItemError } from '../errors.ts'
import { formatCount } from '../numbers.ts'
import { TooLong, type Line } from './line-splitter.ts'

const CARRIAGE_RETURN = 0x0d
const BYTE_ORDER_MARK = 0xfeff

/** The text of a line, without the carriage return of a Windows line end. @throws ItemError for what is not UTF-8 */
export function lineText(line: Line): string {
  if (line instanceof TooLong) throw new ItemError(`the line is too long: ${formatCount(line.bytes)} bytes`)
  return text(line, line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length, 'the line')
}

/** The text of a whole document, without a byte order mark. @throws ItemError for what is not UTF-8 */
export function documentText(bytes: Buffer): string {
  return withoutMark(text(bytes, bytes.length, 'it'))
}

/** Text from the beginning of a source, without its byte order mark, which is no part of the first item. */
export function withoutMark(beginning: string): string {
  return beginning.charCodeAt(0) === BYTE_ORDER_MARK ? beginning.slice(1) : beginning
}

function text(bytes: Buffer, length: number, what: string): string {
  if (!isUtf8(bytes)) throw new ItemError(`${what} is not UTF-8`)
  return bytes.toString('utf8', 0, length)
}
