// A worker that takes too long to begin is as good as one that cannot. What waits because others run is none.

import { systemClock } from '../clock.ts'
import type { Cargo } from './cargo.ts'

/** What is expected to start, and who is told when it does not. */
export interface ExpectedStart {
  readonly cargo: Cargo
  /** Milliseconds. */
  readonly startTimeout: number
  /** Whether an item of it has started. */
  readonly hasStarted: () => boolean
  /** Whether the worker runs anything. */
  readonly isRunning: () => boolean
  readonly late: () => void
}

/** Waits for the first item of a batch. */
export function expectStart(expected: ExpectedStart): void {
  const { cargo, startTimeout, hasStarted, isRunning, late } = expected
  if (startTimeout === Infinity) return
  cargo.startTimer = systemClock.setTimeout(() => {
    if (hasStarted() || cargo.open === 0) return
    if (isRunning()) expectStart(expected)
    else late()
  }, startTimeout)
}
