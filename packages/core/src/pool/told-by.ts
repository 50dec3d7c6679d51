// What a worker has put aside, as the message that it would have been.

import type { Draft, FromWorker } from './messages.ts'

export function toldBy([batch, next, leave, rows]: Draft): FromWorker {
  const outcomes = rows.map(([first, values, ms]) => ({ is: 'values' as const, first, values: { is: 'values' as const, v: values }, ms: ms && { is: 'values' as const, v: ms } }))
  return { is: 'told', batch, outcomes, next, leave }
}
