// What waits in a worker to be sent: outcomes, and rows of values.

import type { Row } from './asides.ts'
import { Column } from './column.ts'
import type { EncodedOutcome } from './outcome-codec.ts'

/** What waits to be sent. */
export type Gathered = OpenGroup | EncodedOutcome

/** The group that is being filled. */
export interface OpenGroup extends Row { readonly is: 'values' }

/** A group of one value so far. @param most values that may come to be in it */
export function openGroup(first: number, value: unknown, ms: number | undefined, most: number): OpenGroup {
  const group: OpenGroup = { is: 'values', first, values: new Column(most), ms: ms === undefined ? undefined : new Column(most) }
  group.values.push(value)
  group.ms?.push(ms)
  return group
}
