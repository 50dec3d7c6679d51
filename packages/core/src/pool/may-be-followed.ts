// Which batches are worth another one ahead: such as keep their worker busier than their pool. Where items are tiny, the
// pool has the more to do, and two more messages a batch are not saved by anything (measured: 10 % of a million numbers).

import type { Batch } from '../batch.ts'

const MOST_ITEMS = 1_000

export function mayBeFollowed({ slots, items }: Batch): boolean { return slots === 1 && items.length > 1 && items.length <= MOST_ITEMS }
