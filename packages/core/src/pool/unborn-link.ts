// Stands for a worker that could not even be started.

import type { WorkerExit } from '../backend.ts'
import type { Link } from './link.ts'

/** A link to nobody. Whoever makes it tells its owner, later, that the worker is gone: see {@link unbornExit}. */
export function unbornLink(worker: string): Link {
  const nothing = (): void => undefined
  return { worker, marks: undefined, post: nothing, kill: nothing, hold: nothing }
}

/** How such a worker has ended. */
export function unbornExit(cause: unknown): Omit<WorkerExit, 'worker'> {
  return { exitCode: null, signal: null, outOfMemory: false, cause }
}
