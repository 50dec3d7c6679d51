// A bound on how many items begin in a time: `--rate 50/s`.

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const

// Timers are late by a millisecond or more: what was missed may be made up for, as long as it is little.
const CATCH_UP_MS = 20

const RATE = /^(\d+(?:\.\d+)?)\/([smh])$/u

/** What a rate must look like, in words. */
export const RATE_RULE = 'a number > 0 with its time, such as 50/s, 100/m or 1000/h'

/** Milliseconds between two items, of a text such as `50/s`; undefined for any other text. */
export function parseRate(text: string): number | undefined {
  const [, number, unit] = RATE.exec(text) ?? []
  const interval = UNITS_MS[unit as keyof typeof UNITS_MS] / Number(number)
  return interval > 0 && interval <= UNITS_MS.h * 24 ? interval : undefined
}

/** Says when the next item is due. */
export class Rate {
  readonly #intervalMs: number
  #due = -Infinity

  constructor(intervalMs: number) { this.#intervalMs = intervalMs }

  /** Milliseconds until an item may begin; 0 or less: now. */
  wait(now: number): number { return this.#due - now }

  /** One has begun. */
  begun(now: number): void { this.#due = Math.max(this.#due, now - CATCH_UP_MS) + this.#intervalMs }
}
