// The memory of a process and all that it has started, over time.

import { HAS_PROC, processTree, residentBytes } from './process-tree.ts'
import type { MemoryAt } from './sample.ts'

const MILLISECONDS = 1e3
/** At first; it costs a busy machine less than a thousandth. */
const LOOK_INTERVAL_MS = 50
/** With so many looks, every second one is dropped, and from then on half as many are taken. */
const MOST_LOOKS = 200

/** Looks at a tree until `end`, which tells what was seen; nothing where the system does not say. */
export function watchMemory(root: number): { end(): readonly MemoryAt[] } {
  const begun = performance.now()
  let seen: MemoryAt[] = []
  let interval = LOOK_INTERVAL_MS
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    const bytes = residentBytes(processTree(root))
    if (bytes > 0) seen.push([(performance.now() - begun) / MILLISECONDS, bytes])
    if (seen.length >= MOST_LOOKS) {
      seen = seen.filter((_, place) => place % 2 === 0)
      interval *= 2
    }
    timer = setTimeout(look, interval)
  }
  if (HAS_PROC) look()
  return {
    end() {
      clearTimeout(timer)
      return seen
    },
  }
}
