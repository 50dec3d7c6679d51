// Time that passes when the test says so. Turns of the event loop stay real: only timers and `now` are replaced.

import type { Clock } from '@parmap/core'
import { turns } from './turns.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly callback: () => void
}

/** Give it to `createExecutor(backend, { clock })`, and to the backend's worker scope. */
export class VirtualClock implements Clock {
  #now = 0
  #order = 0
  readonly #timers = new Set<Timer>()

  /** How many timers are armed. */
  get armed(): number { return this.#timers.size }

  now(): number { return this.#now }

  setTimeout(callback: () => void, ms: number): unknown {
    const timer: Timer = { at: this.#now + ms, order: this.#order++, callback }
    this.#timers.add(timer)
    return timer
  }

  clearTimeout(timer: unknown): void { this.#timers.delete(timer as Timer) }

  nextTurn(callback: () => void): void { setImmediate(callback) }

  /** Time goes on at once, without a timer that fires: as when a task keeps the processor busy. */
  spend(ms: number): void { this.#now += ms }

  /** Lets time pass: timers fire when they are due, and all they cause has happened before time goes on. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await turns()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
      await turns()
    }
    this.#now = Math.max(this.#now, end)
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      const isEarlier = first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order)
      if (timer.at <= end && isEarlier) first = timer
    }
    return first
  }
}
