// The signals that ask the command to stop. The first is a request, the second is not.

import { raise } from './exit.ts'

const STOPPING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Calls `onFirst` at the first of SIGINT, SIGTERM and SIGHUP. Any further one calls `onSecond` and ends the process at
 * once, as the first would have.
 */
export function onStopSignal(onFirst: (signal: NodeJS.Signals) => void, onSecond: () => void): void {
  let first: NodeJS.Signals | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    if (first !== undefined) {
      onSecond()
      raise(first)
    }
    first = signal
    onFirst(signal)
  }
  for (const signal of STOPPING) process.on(signal, onSignal)
}
