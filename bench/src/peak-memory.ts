// The most memory that this process has had resident at once.

import { readFileSync } from 'node:fs'

const KIB = 1_024

/**
 * Bytes. Linux counts what the parent held at the fork into `maxRSS`; its own high-water mark in /proc does not.
 */
export function peakBytes(): number {
  const kib = process.platform === 'linux' ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined
  return (kib === undefined ? process.resourceUsage().maxRSS : Number(kib)) * KIB
}
