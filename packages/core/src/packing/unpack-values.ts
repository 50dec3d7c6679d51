// Values as they were before they were packed. Trusts what it gets: it comes from the other side of the same channel.

import type { Packed, Values } from './packed.ts'
import { unpackTexts } from './texts.ts'

/**
 * The values that {@link packValues} has packed, in order. Numbers come as the typed array they travelled in; it may lie in
 * the memory of the message, where the channel's reader does not copy it.
 */
export function unpackValues(packed: Packed): Values {
  switch (packed.is) {
    case 'values': return packed.v
    case 'numbers': return packed.n
    case 'texts': return unpackTexts(packed.t, packed.l)
    case 'objects': return unpackObjects(packed.c, packed.k, packed.v)
    case 'lists': return unpackLists(packed.l, packed.v)
  }
}

function unpackObjects(count: number, keys: readonly string[], columns: readonly Packed[]): object[] {
  // All keys are there from the start, and defined, not assigned: `__proto__` is one as any other, and a frozen
  // Object.prototype is in nobody's way. Copying an object with all its keys is also faster than adding them.
  const empty: Readonly<Record<string, unknown>> = Object.fromEntries(keys.map((key) => [key, null]))
  const rows = new Array<Record<string, unknown>>(count)
  for (let i = 0; i < count; i++) rows[i] = { ...empty }
  columns.forEach((packed, place) => { fill(rows, keys[place]!, unpackValues(packed)) })
  return rows
}

function fill(rows: readonly Record<string, unknown>[], key: string, column: Values): void {
  for (let i = 0; i < rows.length; i++) rows[i]![key] = column[i]
}

function unpackLists(lengths: Uint32Array, packed: Packed): unknown[][] {
  const members = unpackValues(packed)
  const lists = new Array<unknown[]>(lengths.length)
  let next = 0
  for (let i = 0; i < lengths.length; i++) {
    const list: unknown[] = [] // without a length: as a part of a result, it may be cloned again
    for (let left = lengths[i]!; left > 0; left--) list.push(members[next++])
    lists[i] = list
  }
  return lists
}
