// Loads a workload's task inside a worker of a peer, once, and runs it: what a user of that peer would write by hand.

import type { Pooled } from '../contender.ts'

/** What a worker of a peer is given when it starts. */
export type Given = Pick<Pooled, 'module' | 'name' | 'setup' | 'data'>

type One = (item: unknown) => unknown

/** Loads the task, and calls its setup. */
export async function loadTask({ module, name, setup, data }: Given): Promise<One> {
  const exports = (await import(module)) as Record<string, (...args: unknown[]) => unknown>
  const task = exports[name]!
  if (setup === undefined) return (item) => task(item)
  const state = await exports[setup]!(data)
  return (item) => task(item, state)
}

/** All items of a batch, one after the other; waits only for what is a promise. */
export async function runBatch(task: One, items: readonly unknown[]): Promise<unknown[]> {
  const results: unknown[] = new Array(items.length)
  for (let index = 0; index < items.length; index++) {
    const result = task(items[index])
    results[index] = result instanceof Promise ? await result : result
  }
  return results
}

/** What is transferred where results are moved. */
export function buffersOf(results: readonly unknown[]): ArrayBuffer[] {
  return (results as readonly Uint8Array<ArrayBuffer>[]).map(({ buffer }) => buffer)
}
