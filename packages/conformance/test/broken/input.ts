// Executors that break the rules of facet 2.

import { altered, isAsync, type BrokenExecutor } from './broken-executor.ts'

type Items = Iterable<unknown> | AsyncIterable<unknown>

/** The first items, read at once; what the input throws meanwhile is thrown. */
function upTo(most: number, items: Iterable<never>): never[] {
  const read: never[] = []
  for (const item of items) if (read.push(item) === most) break
  return read
}

export const BROKEN_INPUT: readonly BrokenExecutor[] = [
  {
    breaks: '2.1',
    what: 'reads a thousand items before it begins',
    createExecutor: altered((executor) => ({ imap: (task: never, items: Iterable<never>, options: never) => {
      return executor.imap(task, isAsync(items) ? items : upTo(1_000, items), options)
    } })),
  },
  {
    breaks: '2.2',
    what: 'takes an async input for an empty one',
    createExecutor: altered((executor) => ({ map: (task: never, items: Items, options: never) => executor.map(task, (isAsync(items) ? [] : items) as never, options) })),
  },
  {
    breaks: '2.3',
    what: 'leaves holes out',
    createExecutor: altered((executor) => ({ map: (task: never, items: never[], options: never) => executor.map(task, Array.isArray(items) ? items.filter(() => true) : items, options) })),
  },
  {
    breaks: '2.4',
    what: 'ends the run where the promise of an item is rejected',
    createExecutor: altered((executor) => ({ map: async (task: never, items: Iterable<Promise<never>>, options: never) => executor.map(task, isAsync(items) ? items : await Promise.all(items), options) })),
  },
  {
    breaks: '2.5',
    what: 'reads the input before it gives results',
    createExecutor: altered((executor) => ({ imap: (task: never, items: Iterable<never>, options: never) => (async function* () {
      yield* executor.imap(task, isAsync(items) ? items : upTo(1_000, items), options)
    })() })),
  },
  {
    breaks: '2.6',
    what: 'tells wrong arguments by a rejection',
    createExecutor: altered((executor) => ({ map: async (task: never, items: never, options: never) => executor.map(task, items, options) })),
  },
]
