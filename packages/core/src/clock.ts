// Time as the engine and the worker side see it, so that a test or a simulation can replace it.

/** A source of time and timers. Timers never hold the host process: the executor does that while items are pending. */
export interface Clock {
  /** Milliseconds, never going backwards. */
  now(): number
  setTimeout(callback: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  /** Calls back after the event loop had a turn: timers, sockets and messages get theirs in between. */
  nextTurn(callback: () => void): void
}

/** The longest delay that timers take (2³¹ − 1 ms, about 24.8 days): beyond it they would fire at once. */
export const MAX_TIMER_MS = 2_147_483_647

interface Unreferable { unref?(): unknown }
type SetImmediate = (callback: () => void) => unknown

/** The clock of the host. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => unreferenced(setTimeout(callback, ms)),
  clearTimeout: (timer) => { clearTimeout(timer as number | undefined) },
  nextTurn(callback) {
    // Browsers have no setImmediate; their 4 ms clamp on nested timers is paid at most once in ten milliseconds.
    const { setImmediate } = globalThis as { setImmediate?: SetImmediate }
    if (setImmediate === undefined) setTimeout(callback, 0)
    else setImmediate(callback)
  },
}

/** The clock of the host with its functions as they are now: for a worker, where a task may replace those of the globals. */
export function lastingClock(): Clock {
  const { performance, setTimeout, clearTimeout, setImmediate } = globalThis as typeof globalThis & { setImmediate?: SetImmediate }
  const now = performance.now.bind(performance)
  return {
    now: () => now(),
    setTimeout: (callback, ms) => unreferenced(setTimeout(callback, ms)),
    clearTimeout: (timer) => { clearTimeout(timer as number | undefined) },
    nextTurn: (callback) => { (setImmediate ?? setTimeout)(callback) },
  }
}

function unreferenced(timer: unknown): unknown {
  if (typeof timer === 'object' && timer !== null) (timer as Unreferable).unref?.()
  return timer
}
