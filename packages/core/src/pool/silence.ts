// Items that run for too long in a worker that is blocked: it cannot say so itself, so its pool looks from outside.

import { systemClock } from '../clock.ts'
import type { Cargo } from './cargo.ts'

const LOOK_MS = 20

/** What is watched, and who is told. */
export interface Watched {
  readonly cargo: Cargo
  readonly timeout: number
  /** How many items of the batch have started. */
  readonly started: () => number
  readonly late: (index: number, ms: number) => void
}

/** Positions of a batch that were first seen to have started at the same look. */
interface Seen {
  readonly from: number
  readonly to: number
  /** When they were seen; moved on by what the pool itself was late. */
  at: number
}

/** Looks at a batch until none of its items is open. Somewhat later than the worker, which tells it if it can. */
export function watchSilence({ cargo, timeout, started, late }: Watched): void {
  const seen: Seen[] = []
  let upTo = 0
  let lookedAt = systemClock.now()
  const lookSoon = (): void => { systemClock.setTimeout(look, LOOK_MS) }
  function look(): void {
    if (cargo.open === 0) return
    const now = systemClock.now()
    // When this side was blocked itself, what the worker has said meanwhile is still to be heard.
    const delay = Math.max(0, now - lookedAt - 2 * LOOK_MS)
    lookedAt = now
    for (const one of seen) one.at += delay
    const to = started()
    if (to > upTo) seen.push({ from: upTo, to, at: now })
    upTo = to
    while (seen.length > 0 && now - seen[0]!.at > timeout + LOOK_MS) tooLong(seen.shift()!, now)
    lookSoon()
  }
  function tooLong({ from, to, at }: Seen, now: number): void {
    for (let position = from; position < to; position++) if (cargo.isRunning(position)) late(cargo.indexAt(position), now - at)
  }
  lookSoon()
}
