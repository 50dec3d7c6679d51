// The end of a task's state. It is waited for, but a task that never gets over it must not hold the command for ever.

import { setTimeout as wait } from 'node:timers/promises'
import { formatDuration } from './durations.ts'
import { broken, brokenBy, type Complaint } from './stop.ts'

/** How long the teardown of a task may take once the command is to stop. */
const CLEANUP_MS = 5_000

/** What is closed. */
export interface Closing {
  /** Resolves when the task has been torn down. */
  readonly close: () => Promise<void>
  /** Aborted when the user, or the reader of the results, wants an end. */
  readonly signal: AbortSignal
  /** Whether the task has been set up for certain: then it is not its setup that is waited for. */
  readonly isSetUp: boolean
}

/** Runs the teardown of a task. Resolves to what was wrong with it. */
export async function closed({ close, signal, isSetUp }: Closing): Promise<Complaint | undefined> {
  const never = (how: string): Complaint => {
    return broken(`the ${isSetUp ? 'teardown' : 'setup or teardown'} of the task ${how}`)
  }
  const ended = close().then(
    () => undefined,
    (error: unknown) => brokenBy('the teardown of the task failed', error),
  )
  const idle = new Promise<Complaint>((resolve) => {
    process.once('beforeExit', () => { resolve(never('waits for something that never comes')) })
  })
  const late = aborted(signal)
    // Not a reason to stay: the process may have nothing left to wait for.
    .then(() => wait(CLEANUP_MS, undefined, { ref: false }))
    .then(() => never(`has not ended within ${formatDuration(CLEANUP_MS)}`))
  return Promise.race([ended, idle, late])
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => { resolve() }, { once: true })
  })
}
