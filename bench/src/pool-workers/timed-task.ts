// A workload's task, timed: each item from the call to its end, or to the end of its promise. Synchronous tasks stay so.
// The URL of this module says which task it is, and which file is given the milliseconds, as a number of 8 bytes each.

import { openSync, writeSync } from 'node:fs'

/** What the URL says. */
export interface Asked extends Readonly<Record<string, string>> {
  readonly module: string
  readonly name: string
  readonly file: string
  /** Each item is noted whose number in this worker is a multiple of it. */
  readonly stride: string
}

/** With the state of its worker, where it has one. */
type TaskOfState = (item: unknown, state?: unknown) => unknown

const asked = Object.fromEntries(new URL(import.meta.url).searchParams) as Asked
const exports = (await import(asked.module)) as Readonly<Record<string, TaskOfState>>
const descriptor = openSync(asked.file, 'a') // at its end, whoever else writes there: Linux keeps such writes apart

const stride = Number(asked.stride)
let called = 0
let running = 0
let noted: number[] = []

export const task = timed(asked.name)
/** That whose result is moved by parmap. */
export const moved = asked['moved'] === undefined ? undefined : timed(asked['moved'])
export const setup = asked['setup'] === undefined ? undefined : exports[asked['setup']]!
/** The same as parmap wants it where there is a state. */
export const defined = setup && (await import('@parmap/core')).defineTask(import.meta.url, 'defined', (item: unknown, { state }) => task(item, state), { setup: (data: unknown) => setup(data) })

function timed(name: string): TaskOfState {
  const run = exports[name]!
  return (item, state) => {
    if (called++ % stride > 0) return run(item, state)
    const start = performance.now()
    running++
    let isPending = false
    try {
      const result = run(item, state)
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
}

/** Thousands that end together are written together, but all before the last is answered: then the file may be read. */
function note(start: number): void {
  noted.push(performance.now() - start)
  if (--running > 0) return
  writeSync(descriptor, Float64Array.from(noted))
  noted = []
}
