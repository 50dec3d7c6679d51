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
  if (line instanceof TooLong) throw tooLong('line', line)
  return text(line, line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length, 'the line')
}

/** The bytes of a line as they are. @throws ItemError for one that is too long */
export function lineBytes(line: Line): Buffer {
  if (line instanceof TooLong) throw tooLong('item', line)
  return line
}

/** The text of a record between delimiters that are no newlines. @throws ItemError for what is not UTF-8 */
export function recordText(record: Line): string {
  if (record instanceof TooLong) throw tooLong('item', record)
  return text(record, record.length, 'the item')
}

/** The text of a field of a table. @throws ItemError for what is not UTF-8 */
export function fieldText(field: Buffer): string { return text(field, field.length, 'the row') }

/** What is wrong with a record that is too long. */
export function tooLong(what: string, { bytes }: TooLong): ItemError { return new ItemError(`the ${what} is too long: ${formatCount(bytes)} bytes`, 'input') }

/** The text of a whole document, without a byte order mark. @throws ItemError for what is not UTF-8 */
export function documentText(bytes: Buffer): string {
  return withoutMark(text(bytes, bytes.length, 'it'))
}

/** Text from the beginning of a source, without its byte order mark, which is no part of the first item. */
export function withoutMark(beginning: string): string {
  return beginning.charCodeAt(0) === BYTE_ORDER_MARK ? beginning.slice(1) : beginning
}

function text(bytes: Buffer, length: number, what: string): string {
  if (!isUtf8(bytes)) throw new ItemError(`${what} is not UTF-8`, 'input')
  return bytes.toString('utf8', 0, length)
}
