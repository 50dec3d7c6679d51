// The items of a task in a file: so that every process that is measured reads the same ones, and none of them reads stdin.

import { readFileSync, writeFileSync } from 'node:fs'
import { CommandError, isItemError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { nameOf } from '../input/item.ts'
import type { Input } from '../input/input.ts'
import { parserOf, type Parse, type Sent } from '../worker/parsers.ts'

/** Enough for a steady figure, and no more than fits anywhere. */
const MOST_ITEMS = 100_000
const MOST_LENGTH = 64 * 2 ** 20

/** What has been written. */
export interface TakenItems {
  readonly count: number
  /** Whether there may be more of them. */
  readonly isCut: boolean
  /** Records that are no items. */
  readonly unreadable: number
}

/** Reads the first items and writes them, each as JSON on a line. @throws CommandError at a record that is no item, where that is to end it */
export async function writeItems({ items, carried, isGrouped }: Input, path: string, stopsAtUnreadable: boolean): Promise<TakenItems> {
  const lines: string[] = []
  const parse = parserOf(carried, isGrouped)
  let [length, unreadable] = [0, 0]
  for (;;) {
    if (lines.length >= MOST_ITEMS || length >= MOST_LENGTH) break
    const next = items.next()
    const item = next instanceof Promise ? await next : next
    if (item === undefined) {
      writeFileSync(path, lines.join(''))
      return { count: lines.length, isCut: false, unreadable }
    }
    const failure = item.failure ?? failureOf(parse, item.value)
    if (failure !== undefined) {
      if (stopsAtUnreadable) throw new CommandError(EXIT.stream, `${nameOf(item)}: ${failure.message}`)
      unreadable++
      continue
    }
    // A value always comes with its index: see `Sent`.
    const line = `${JSON.stringify(carried === 'value' || isGrouped ? [lines.length, item.value] : item.value)}\n`
    length += line.length
    lines.push(line)
  }
  await items.leave()
  writeFileSync(path, lines.join(''))
  return { count: lines.length, isCut: true, unreadable }
}

/** Why something read is no item, where that is found out by whoever parses it. */
function failureOf(parse: Parse, value: unknown): Error | undefined {
  try {
    parse(value)
    return undefined
  } catch (error) {
    if (!isItemError(error)) throw error
    return error
  }
}

/** The first items of such a file, as they are sent. */
export function readItems(path: string, count: number): Sent[] {
  return linesOf(path).slice(0, count).map((line) => JSON.parse(line) as Sent)
}

/** What a file holds, a JSON text on each line. */
export function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}
