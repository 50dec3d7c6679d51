// What must become of every item, found out the simple way: one item after the other, one attempt after the other. What
// happened to workers, and which faults were injected, it takes from the log; nothing else.

import type { SimulatedEvent, SimulatedItem } from '@parmap/core/testing'
import type { Ending, ItemCase, Program, RunCase } from './random-program.ts'

const FREE_RERUNS = 3

/** What must become of one item. */
export interface Expected {
  readonly index: number
  readonly status: 'fulfilled' | 'skipped' | 'rejected'
  readonly attempts: number
  readonly code: string | undefined
}

/** What befell attempts at items, by `keyOf(item, attempt)`. */
export interface Fates {
  readonly lost: ReadonlySet<string>
  readonly thrown: ReadonlySet<string>
}

/** Items are numbers that no other run has. */
export function itemOf(run: number, index: number): number { return run * 1_000 + index }

/** The number of an item, whatever it travelled as. */
export function numberOf(item: unknown): number { return typeof item === 'object' ? (item as { readonly n: number }).n : (item as number) }

export function keyOf(item: unknown, attempt: number): string { return `${numberOf(item)}:${attempt}` }

/** Reads the log. */
export function fatesOf(log: readonly SimulatedEvent[]): Fates {
  const key = ({ item, attempt }: SimulatedItem): string => keyOf(item, attempt)
  const lost = new Set(log.flatMap((event) => (event.what === 'died' ? [...event.running, ...event.untold].map(key) : [])))
  const thrown = new Set(log.flatMap((event) => (event.what === 'fault' && event.fault === 'throw' ? [key(event)] : [])))
  return { lost, thrown }
}

/** What an attempt, counted from 1, does. */
export function attemptOf({ attempts }: ItemCase, attempt: number): ItemCase['attempts'][number] {
  return attempts[Math.min(attempt, attempts.length) - 1]!
}

/** What ends it, if its worker lives. */
function endingOf(one: RunCase, program: Program, item: ItemCase, attempt: number): Ending {
  const { ending } = attemptOf(item, attempt)
  const isLoop = program.isolation === 'none'
  if (ending === 'hang') return one.hasTimeout ? 'hang' : 'value' // it would take too long
  if (ending === 'crash' && isLoop) return 'throw' // it is told that it cannot
  return ending === 'unclonable' && isLoop ? 'value' : ending
}

/** The outcome of every item, if nothing ends the run. */
export function outcomesOf(program: Program, run: number, { lost, thrown }: Fates): Expected[] {
  const one = program.runs[run]!
  return one.items.map((item, index): Expected => {
    const rejected = (attempts: number, code: string): Expected => ({ index, status: 'rejected', attempts, code })
    if (item.as === 'rejected') return rejected(0, 'PARMAP_TASK_FAILED')
    if (item.as === 'unclonable' && program.isolation !== 'none') return rejected(1, 'PARMAP_UNSERIALIZABLE')
    let reruns = 0
    for (let attempts = 1; ; attempts++) {
      const key = keyOf(itemOf(run, index), attempts)
      const ending = thrown.has(key) ? 'throw' : endingOf(one, program, item, attempts)
      const isLost = lost.has(key)
      if (isLost && one.idempotent && reruns < FREE_RERUNS) reruns++
      else if (!isLost && (ending === 'value' || ending === 'skip')) return { index, status: ending === 'value' ? 'fulfilled' : 'skipped', attempts, code: undefined }
      else if (!isLost && ending === 'unclonable') return rejected(attempts, 'PARMAP_UNSERIALIZABLE')
      else if (attempts - reruns > one.retries) return rejected(attempts, isLost ? 'PARMAP_WORKER_LOST' : ending === 'hang' ? 'PARMAP_TIMEOUT' : 'PARMAP_TASK_FAILED')
    }
  })
}
