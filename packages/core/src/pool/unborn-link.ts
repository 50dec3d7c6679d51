// Stands for a worker that could not even be started.

import type { Link, LinkOwner } from './link.ts'

/** A link that says, as soon as its owner can hear it, that its worker is gone. */
export function unbornLink(worker: string, owner: LinkOwner, cause: unknown): Link {
  const nothing = (): void => undefined
  queueMicrotask(() => { owner.gone({ exitCode: null, signal: null, outOfMemory: false, cause }) })
  return { worker, marks: undefined, post: nothing, kill: nothing, hold: nothing }
}
