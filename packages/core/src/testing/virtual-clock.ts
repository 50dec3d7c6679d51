// Time that passes when the test says so, or when there is nothing else to do. Turns of the event loop stay real: only
// timers and `now` are replaced. Knows nothing of executors.

import { captureContext } from '../async-context.ts'
import { systemClock, type Clock } from '../clock.ts'
import { checkOptions, type OptionRule } from '../options.ts'
import { TimerQueue, type Timer } from './timer-queue.ts'

/** Options of {@link virtualClock}. */
export interface VirtualClockOptions {
  /** Whether time goes on by itself, from timer to timer, whenever the program has nothing else to do. Default: false. */
  readonly auto?: boolean | undefined
  /**
   * Turns of the event loop in which nobody sets or clears a timer of this clock before time goes on: an integer ≥ 1.
   * More for programs that wait for other turns in between, such as those of `setImmediate`. Default: 10.
   */
  readonly quietTurns?: number | undefined
}

/**
 * A clock for tests. Give it to `createExecutor(backend, { clock })`, to the `WorkerScope` of a backend, or to
 * `simulatedExecutor({ clock })`.
 */
export interface VirtualClock extends Clock {
  /** How many timers are armed. */
  readonly armed: number
  /**
   * Resolves when these many milliseconds of this clock have passed: what tasks wait with instead of a timer of the host.
   * @param signal ends it early: it rejects with the signal's reason
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /**
   * Lets time pass, in milliseconds: timers fire in the order of their times, then of their making, and all that one of
   * them causes has happened before time goes on. With `auto`, waits until so much time has passed.
   */
  advance(ms: number): Promise<void>
  /** Time goes on at once, in milliseconds, without a timer that fires: as when a task keeps the processor busy. */
  spend(ms: number): void
  /** Time stands still until this promise is settled: for work that is real, such as reading a file. Passes it on. */
  during<T>(work: PromiseLike<T>): Promise<T>
}

const QUIET_TURNS = 10
// What keeps the loop busy for so long will never stop, and may well be waiting for a timer.
const MOST_TURNS = 1_000

const RULES: Readonly<Record<keyof VirtualClockOptions, OptionRule>> = {
  auto: { rule: 'a boolean', type: (value) => typeof value === 'boolean' },
  quietTurns: { rule: 'an integer ≥ 1', type: (value) => typeof value === 'number', range: (value: number) => Number.isInteger(value) && value >= 1 },
}

/**
 * Makes a clock whose time starts at 0 and does not pass by itself.
 *
 * ```ts
 * const clock = virtualClock()
 * clock.setTimeout(() => { console.log('a minute later') }, 60_000)
 * await clock.advance(60_000) // takes no time at all
 * ```
 *
 * @throws TypeError, RangeError for a wrong option
 */
export function virtualClock(options?: VirtualClockOptions): VirtualClock {
  const { auto = false, quietTurns = QUIET_TURNS } = checkOptions('options', options, RULES, '`virtualClock`')
  return new Time(auto, quietTurns)
}

/** Waits for real work; a virtual clock stands still meanwhile, another cannot. @internal */
export function duringOn<T>(clock: Clock, work: Promise<T>): Promise<T> {
  return clock instanceof Time ? clock.during(work) : work
}

class Time implements VirtualClock {
  readonly #timers = new TimerQueue()
  readonly #isAuto: boolean
  readonly #quietTurns: number
  #now = 0
  /** Changes with everything that is asked of the clock. */
  #asked = 0
  /** Callbacks that wait for the next turn. */
  #turning = 0
  #isGoing = false
  #held = 0
  readonly #onRelease: (() => void)[] = []

  constructor(isAuto: boolean, quietTurns: number) {
    this.#isAuto = isAuto
    this.#quietTurns = quietTurns
  }

  get armed(): number { return this.#timers.size }

  now(): number { return this.#now }

  setTimeout(callback: () => void, ms: number): Timer {
    this.#asked++
    const inContext = captureContext() // as the host's timers do
    const timer = this.#timers.add(this.#now + (ms > 0 ? ms : 0), () => { inContext(callback, undefined) })
    if (this.#isAuto && !this.#isGoing) this.#go()
    return timer
  }

  clearTimeout(timer: unknown): void {
    if (timer === undefined) return
    this.#asked++
    this.#timers.clear(timer as Timer)
  }

  nextTurn(callback: () => void): void {
    this.#turning++
    systemClock.nextTurn(() => {
      this.#turning--
      this.#asked++
      callback()
    })
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.clearTimeout(timer)
        reject(signal!.reason as Error)
      }
      if (signal?.aborted === true) return reject(signal.reason as Error)
      const timer = this.setTimeout(() => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }, ms)
      signal?.addEventListener('abort', abort, { once: true })
    })
  }

  spend(ms: number): void { this.#now += ms }

  async during<T>(work: PromiseLike<T>): Promise<T> {
    this.#held++
    try {
      return await work
    } finally {
      this.#held--
      this.#asked++
      if (this.#held === 0) for (const resume of this.#onRelease.splice(0)) resume()
    }
  }

  async advance(ms: number): Promise<void> {
    if (this.#isAuto) return this.sleep(ms)
    const end = this.#now + ms
    const calm = (): Promise<void> => new Promise((resolve) => { this.#whenCalm(resolve, false) })
    await calm()
    for (let { next } = this.#timers; next !== undefined && next <= end; { next } = this.#timers) {
      this.#fire(next)
      await calm()
    }
    this.#now = Math.max(this.#now, end)
  }

  /** From timer to timer, as long as there are any. */
  #go(): void {
    this.#isGoing = true
    this.#whenCalm(() => {
      this.#isGoing = false
      const { next } = this.#timers
      if (next === undefined) return
      this.#go() // first: what the timer calls may throw
      this.#fire(next)
    }, true)
  }

  #fire(at: number): void {
    this.#now = Math.max(this.#now, at)
    this.#timers.take()?.()
  }

  /**
   * Calls back when nothing has been asked of the clock for some turns; `mayHurry`: after one turn where a timer is due
   * already, so that a thousand of them for the same time do not wait for each other.
   */
  #whenCalm(callback: () => void, mayHurry: boolean): void {
    let [calm, turns, asked] = [0, 0, this.#asked]
    const look = (): void => {
      if (this.#held > 0) return void this.#onRelease.push(wait)
      const isCalm = asked === this.#asked && this.#turning === 0
      calm = isCalm ? calm + 1 : 0
      asked = this.#asked
      if (calm >= this.#quietTurns || ++turns >= MOST_TURNS || (mayHurry && this.#turning === 0 && (this.#timers.next ?? Infinity) <= this.#now)) callback()
      else wait()
    }
    const wait = (): void => { systemClock.nextTurn(look) }
    wait()
  }
}
