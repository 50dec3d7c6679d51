// Who runs now, as the tasks themselves tell it: those that went down with their worker, which nobody told them, do not.

import type { SimulatedEvent, SimulatedItem } from '@parmap/core/testing'
import { keyOf } from './reference.ts'

export class RunningItems {
  readonly #log: readonly SimulatedEvent[]
  #read = 0
  /** Which run each running item belongs to. */
  readonly #running = new Map<string, number>()

  constructor(log: readonly SimulatedEvent[]) { this.#log = log }

  start(run: number, item: unknown, attempt: number): void {
    this.#bury()
    this.#running.set(keyOf(item, attempt), run)
  }

  /** False where it went down with its worker, and only does not know. */
  end(item: unknown, attempt: number): boolean {
    this.#bury()
    return this.#running.delete(keyOf(item, attempt))
  }

  get count(): number { return this.#running.size }
  of(run: number): number { return [...this.#running.values()].filter((owner) => owner === run).length }

  #bury(): void {
    for (; this.#read < this.#log.length; this.#read++) {
      const event = this.#log[this.#read]!
      if (event.what !== 'died') continue
      for (const dead of [...event.running, ...event.hanging, ...event.untold]) this.#delete(dead)
    }
  }

  #delete({ item, attempt }: SimulatedItem): void { this.#running.delete(keyOf(item, attempt)) }
}
