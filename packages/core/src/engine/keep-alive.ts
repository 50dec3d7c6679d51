// Holds the host process while items are pending: promises alone do not, and a program that ends with work undone and
// exit code 0 is the worst of all outcomes.

import { MAX_TIMER_MS } from '../clock.ts'

export class KeepAlive {
  #timer: ReturnType<typeof setInterval> | undefined

  set(isHeld: boolean): void {
    if (isHeld === (this.#timer !== undefined)) return
    if (isHeld) this.#timer = setInterval(() => undefined, MAX_TIMER_MS)
    else {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }
}
