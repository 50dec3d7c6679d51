// The verbs that map over items as one table, for rules that hold for all of them.

import type { ErrorMode, Executor, Functions, Items, MapOptions, TaskContext } from '@parmap/async'

/** Every verb that maps over items. */
export const VERBS = ['map', 'imap', 'imapUnordered', 'forEach'] as const

/** The verbs that give a stream. */
export const STREAMS = ['imap', 'imapUnordered'] as const

/** The verbs whose results a reader does not take one by one. */
export const SETTLING = ['map', 'forEach'] as const

/** The name of such a verb. */
export type Verb = (typeof VERBS)[number]

/** Calls a verb and reads it to its end; rejects with what it throws. `forEach` gives no values. */
export async function run<I>(
  executor: Executor<Functions>,
  verb: Verb,
  task: (item: I, context: TaskContext) => unknown,
  items: Items<I>,
  options: MapOptions<unknown, Exclude<ErrorMode, 'settle'> | undefined> = {},
): Promise<unknown[]> {
  switch (verb) {
    case 'map': return executor.map<I, unknown, 'stop'>(task, items, options as MapOptions<unknown, 'stop'>)
    case 'forEach': {
      await executor.forEach(task, items, options)
      return []
    }
    case 'imap':
    case 'imapUnordered': {
      const values: unknown[] = []
      for await (const value of executor[verb](task, items, options)) values.push(value)
      return values
    }
  }
}
