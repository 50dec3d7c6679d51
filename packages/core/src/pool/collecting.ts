// What a worker puts aside for its pool is looked for now and then, as long as there is something to wait for.

import { systemClock } from '../clock.ts'
import type { Link } from './link.ts'

// Longer than a worker that works is silent by itself (WAKE_MS of outcome-groups.ts), so that most looks are in vain.
const LOOK_MS = 20

/** @returns what begins the looking, which goes on while the worker is busy */
export function collectWhile(link: Link, isBusy: () => boolean): () => void {
  let isLooking = false
  function look(): void {
    isLooking = false
    if (!isBusy()) return
    link.collect!()
    begin()
  }
  function begin(): void {
    if (link.collect === undefined || isLooking) return
    isLooking = true
    systemClock.setTimeout(look, LOOK_MS)
  }
  return begin
}
