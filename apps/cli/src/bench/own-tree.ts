// What this process has used together with those that it has started: the workers of a backend, and what a task starts.
// Of the others it knows on Linux only.

import { readFileSync } from 'node:fs'
import { peakBytes, processTree, residentBytes, timeOf, timeOfChildren, type ProcessorTime } from './measuring.ts'

const MICROSECONDS = 1e6
const NANOSECONDS_PER_MS = 1e6

/** Of all of them since they began, also of those that have ended; of the others in steps of 10 ms. */
export function processorTime(): ProcessorTime {
  const { user, system } = process.cpuUsage()
  const [running, ended] = [timeOf(others()), timeOfChildren()]
  return {
    userSeconds: user / MICROSECONDS + running.userSeconds + ended.userSeconds,
    systemSeconds: system / MICROSECONDS + running.systemSeconds + ended.systemSeconds,
  }
}

/** The most that this process has had resident, and what the others have now; in bytes. */
export function bytesOfAll(): number {
  return peakBytes() + Math.max(0, residentBytes([process.pid, ...others()]) - residentBytes([process.pid]))
}

/** Milliseconds that the main thread of this process has computed, or wanted to where others had the processor. Undefined where nobody knows. */
export function threadMs(): number | undefined {
  const [ran = 0, waited = 0] = schedule().split(' ').map(Number)
  return ran > 0 ? (ran + waited) / NANOSECONDS_PER_MS : undefined
}

function others(): number[] { return processTree(process.pid).slice(1) }

/** Nanoseconds: how long it ran, and how long it was ready to and did not. */
function schedule(): string {
  try {
    return readFileSync('/proc/self/schedstat', 'utf8')
  } catch {
    return '' // the system has no such thing
  }
}
