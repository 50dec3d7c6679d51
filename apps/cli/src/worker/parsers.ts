// From what the command sends to the item that a function gets.

import { ItemError, messageOf } from '../errors.ts'

/** What the command sends: a JSON text, or the item itself. */
export type Carried = 'json' | 'item'

/** Turns what has been sent into an item. @throws ItemError for a text that is no JSON */
export type Parse = (sent: unknown) => unknown

/** All parsers. */
export const PARSERS: Readonly<Record<Carried, Parse>> = { json: (text) => parseJson(text as string), item: (item) => item }

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ItemError(`not JSON: ${messageOf(error)}`, { cause: error })
  }
}
