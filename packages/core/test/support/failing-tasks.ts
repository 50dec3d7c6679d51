// Tasks that fail where a test wants them to, so that tests need no conditions of their own.

import type { TaskContext } from '@parmap/core'

/** Throws an Error with this message where the condition holds. */
export function throwIf(condition: boolean, message: string): void {
  if (condition) throw new Error(message)
}

/** A task that throws up to its last attempt, then gives its item. */
export function flaky(lastAttempt: number): <I>(item: I, context: Pick<TaskContext, 'attempt'>) => I {
  return (item, { attempt }) => {
    throwIf(attempt < lastAttempt, `attempt ${attempt}`)
    return item
  }
}

/** A task that throws for these items, and gives the others. */
export function failingFor<I>(...items: readonly I[]): (item: I) => I {
  return (item) => {
    throwIf(items.includes(item), `no ${String(item)}`)
    return item
  }
}
