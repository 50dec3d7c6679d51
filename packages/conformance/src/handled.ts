// An executor whose promises are no one's worry: a rule that is found broken leaves runs behind that nobody awaits any
// more, and their rejections must not end the test runner.

import type { Executor } from '@parmap/core'

/** Hears what a promise was rejected with. */
type Hear = (error: unknown) => void

/** The same executor; rejections of the promises that it gives are heard, and count as handled. */
export function handled(executor: Executor, hear: Hear): Executor {
  return new Proxy(executor, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]) => quiet(Reflect.apply(member, target, args), hear)
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  })
}

function quiet(returned: unknown, hear: Hear): unknown {
  if (returned instanceof Promise) returned.catch(hear)
  return isStream(returned) ? quietStream(returned, hear) : returned
}

function isStream(value: unknown): value is AsyncGenerator {
  return typeof value === 'object' && value !== null && typeof (value as Partial<AsyncGenerator>).next === 'function'
}

function quietStream(stream: AsyncGenerator, hear: Hear): AsyncGenerator {
  return {
    next: () => quiet(stream.next(), hear) as Promise<IteratorResult<unknown>>,
    return: (value) => quiet(stream.return(value), hear) as Promise<IteratorResult<unknown>>,
    throw: (error) => quiet(stream.throw(error), hear) as Promise<IteratorResult<unknown>>,
    [Symbol.asyncIterator]() { return this },
    [Symbol.asyncDispose]: async () => { await stream.return(undefined) },
  }
}
