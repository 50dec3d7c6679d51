// What stands behind an open file descriptor.

import { fstatSync, statSync, type Stats } from 'node:fs'

/** Looks at an open file descriptor. */
export function statDescriptor(fd: number): Stats {
  const stats = fstatSync(fd)
  // On Node 20, realpathSync takes what the last call found for what it looks at itself: after one that found a pipe,
  // modules behind symbolic links would be imported under the wrong path.
  statSync('/')
  return stats
}
