// The work of `--dry-run`: tells of each item what would be run, and runs nothing.

import type { Item } from '../input/item.ts'
import type { Given } from './sequence.ts'
import type { Work } from './work.ts'

/** @param describe what would be run. Throws what is wrong with an item */
export function dryWork<G extends Given>(describe: (item: Item) => G): Work<G> {
  return {
    endsByAbort: true,
    sentOf: (item) => item,
    async run(items, onOutcome, signal) {
      let index = 0
      for await (const item of items as AsyncIterable<Item>) {
        signal.throwIfAborted()
        const told = { index: index++, attempts: 0, ms: 0, worker: undefined }
        try {
          onOutcome({ ...told, status: 'fulfilled', value: describe(item) })
        } catch (error) {
          onOutcome({ ...told, status: 'rejected', reason: { code: undefined, cause: error, attempts: 0 } })
        }
      }
    },
    async close() {},
  }
}
