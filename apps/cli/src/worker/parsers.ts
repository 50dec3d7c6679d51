// From what the command sends to the item that a function gets.

import { ItemError, messageOf } from '../errors.ts'

/** What an item is: a JSON text, a text, or a value; for commands, which are not sent any, bytes. */
export type Carried = 'json' | 'text' | 'value' | 'bytes'

/**
 * An item as it is sent: its text; with its index where that is not the executor's own, since some items before it were
 * not sent. A value always comes with its index: it might look like such a pair.
 */
export type Sent = string | readonly [index: number, sent: unknown]

/** Turns what has been sent into an item. @throws ItemError for a text that is no JSON */
export type Parse = (sent: unknown) => unknown

const PARSERS: Readonly<Record<Carried, Parse>> = { json: (text) => parseJson(text as string), text: (text) => text, value: (value) => value, bytes: (bytes) => bytes }

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ItemError(`not JSON: ${messageOf(error)}`, 'input', { cause: error })
  }
}

/** The parser of items. @param isGrouped whether each is an array of such */
export function parserOf(carried: Carried, isGrouped: boolean): Parse { return isGrouped ? parseEach(PARSERS[carried]) : PARSERS[carried] }

function parseEach(parse: Parse): Parse {
  return (sent) => (sent as readonly unknown[]).map((one, at) => {
    try {
      return parse(one)
    } catch (error) {
      throw new ItemError(`number ${at + 1} of its items is ${messageOf(error)}`, 'input', { cause: error })
    }
  })
}
