// The signals that ask the command to stop. The first is a request, the second is not.

import { setImmediate as turn } from 'node:timers/promises'
import { raise } from './exit.ts'

const STOPPING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Calls `onFirst` at the first of SIGINT, SIGTERM and SIGHUP, and `onNext` at each further one: where that gives true, the
 * process ends at once, as the first would have ended it.
 */
export function onStopSignal(onFirst: (signal: NodeJS.Signals) => void, onNext: () => boolean): void {
  let first: NodeJS.Signals | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    if (first !== undefined) {
      if (onNext()) raise(first)
      return
    }
    first = signal
    onFirst(signal)
  }
  for (const signal of STOPPING) process.on(signal, onSignal)
}

/**
 * Resolves when every signal that has come so far has been told: one that came while something computed waits for the
 * event loop to look, which it does once between two turns.
 */
export async function signalsHeard(): Promise<void> {
  await turn()
  await turn()
}

/** From here on the first of those signals ends the process at once: there is nothing left to stop. */
export function releaseSignals(): void {
  for (const signal of STOPPING) process.removeAllListeners(signal)
}
