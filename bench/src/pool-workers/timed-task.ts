// A workload's task, timed: each item from the call to its end, or to the end of its promise. Synchronous tasks stay so.
// The URL of this module says which task it is, and which file is given the milliseconds, as a number of 8 bytes each.

import { openSync, writeSync } from 'node:fs'

const asked = Object.fromEntries(new URL(import.meta.url).searchParams) as { readonly module: string; readonly name: string; readonly file: string }
const exports = (await import(asked.module)) as Readonly<Record<string, (item: unknown) => unknown>>
const timed = exports[asked.name]!
const descriptor = openSync(asked.file, 'a') // at its end, whoever else writes there: Linux keeps such writes apart

let running = 0
let noted: number[] = []

export function task(item: unknown): unknown {
  const start = performance.now()
  running++
  let isPending = false
  try {
    const result = timed(item)
    if (result instanceof Promise) {
      isPending = true
      const settled = (): void => { note(start) }
      result.then(settled, settled) // before anybody else hears of it
    }
    return result
  } finally {
    if (!isPending) note(start)
  }
}

/** Thousands that end together are written together, but all before the last is answered: then the file may be read. */
function note(start: number): void {
  noted.push(performance.now() - start)
  if (--running > 0) return
  writeSync(descriptor, Float64Array.from(noted))
  noted = []
}
