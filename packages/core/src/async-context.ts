// The caller's AsyncLocalStorage context, where the runtime has one. Core has no `node:` imports, so it asks the
// process for the module; where there is none (browsers), functions are called as they are.

/** The part of AsyncLocalStorage that is used. @internal */
export interface AsyncStorage<T> {
  run<A extends unknown[], R>(store: T, fn: (...args: A) => R, ...args: A): R
  getStore(): T | undefined
  disable(): void
}

/** The part of `node:async_hooks` that is used. */
interface AsyncHooks {
  readonly AsyncResource: new (type: string, options: { requireManualDestroy: boolean }) => {
    runInAsyncScope<A extends unknown[], R>(fn: (...args: A) => R, thisArg: unknown, ...args: A): R
  }
  readonly AsyncLocalStorage: new <T>() => AsyncStorage<T>
}

interface HostProcess {
  readonly process?: { readonly versions?: { readonly node?: string }; getBuiltinModule?(name: string): unknown }
}

/** A module that comes with the runtime, or undefined where it has none of that name. @internal */
export function builtinModule<T>(name: string): T | undefined {
  return (globalThis as HostProcess).process?.getBuiltinModule?.(name) as T | undefined
}

/** `node:async_hooks`, where there is one. @internal */
export const asyncHooks: AsyncHooks | undefined = builtinModule<AsyncHooks>('node:async_hooks')

/**
 * Whether following a context costs nothing per promise: Node 24 keeps it beside the continuation, as Bun and Deno do;
 * before, each promise was told to a hook. https://nodejs.org/api/async_context.html
 * @internal
 */
export const isContextFree: boolean = Number.parseInt((globalThis as HostProcess).process?.versions?.node ?? '', 10) >= 24

/** Calls a function in the context that was current when this was made. @internal */
export type InContext = <A extends unknown[], R>(fn: (...args: A) => R, thisArg: unknown, ...args: A) => R

const callDirectly: InContext = (fn, thisArg, ...args) => fn.apply(thisArg, args)

/**
 * Remembers the current context. An AsyncResource, because AsyncLocalStorage.snapshot() costs 3–10 µs on Node 20–24.
 * @internal
 */
export function captureContext(): InContext {
  if (asyncHooks === undefined) return callDirectly
  const resource = new asyncHooks.AsyncResource('parmap.run', { requireManualDestroy: true })
  return (fn, thisArg, ...args) => resource.runInAsyncScope(fn, thisArg, ...args)
}
