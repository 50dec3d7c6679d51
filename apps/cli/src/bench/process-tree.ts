// What this process has used together with those that it has started: the workers of a backend, and what a task starts.
// Reads /proc, so it knows of the others on Linux only.

import { readdirSync, readFileSync } from 'node:fs'
import { peakBytes } from './measuring.ts'

const KIB = 1_024
const MICROSECONDS = 1e6
const NANOSECONDS_PER_MS = 1e6
/** Of /proc, on all machines that Node runs on. */
const TICKS_PER_SECOND = 100

/** Processor time, in seconds. */
export interface ProcessorTime {
  readonly userSeconds: number
  readonly systemSeconds: number
}

/** Whether the others are known. */
export const KNOWS_OTHERS: boolean = fieldsOf('self') !== undefined

/** Of all of them since they began, also of those that have ended; of the others in steps of 10 ms. */
export function processorTime(): ProcessorTime {
  const { user, system } = process.cpuUsage()
  // Of this process from its own clock, which is exact; of its children that have ended, and of theirs, from /proc.
  const [, , ...ended] = ticksOf('self')
  const ticks = [[ended[0] ?? 0, ended[1] ?? 0], ...descendants().map(ticksOf).map(([u = 0, s = 0, endedU = 0, endedS = 0]) => [u + endedU, s + endedS])]
  return {
    userSeconds: user / MICROSECONDS + ticks.reduce((sum, [one = 0]) => sum + one, 0) / TICKS_PER_SECOND,
    systemSeconds: system / MICROSECONDS + ticks.reduce((sum, [, one = 0]) => sum + one, 0) / TICKS_PER_SECOND,
  }
}

/** Milliseconds that the main thread of this process has computed, or wanted to where others had the processor. Undefined where nobody knows. */
export function threadMs(): number | undefined {
  const [ran = 0, waited = 0] = read('/proc/self/schedstat')?.split(' ').map(Number) ?? []
  return ran > 0 ? (ran + waited) / NANOSECONDS_PER_MS : undefined
}

/** Bytes: the most that each of those that still run has had resident, summed. What they share counts in each. */
export function peakOfAll(): number {
  return descendants().reduce((sum, pid) => sum + KIB * Number(/^VmHWM:\s+(\d+) kB$/mu.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0), peakBytes())
}

function descendants(): string[] {
  const found = childrenOf('self')
  for (const pid of found) found.push(...childrenOf(pid)) // grows meanwhile
  return found
}

/** A child is entered with the thread that has started it. */
function childrenOf(pid: string): string[] {
  return threadsOf(pid).flatMap((thread) => (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter((child) => child !== ''))
}

function threadsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return [] // it has ended
  }
}

/** Its own, in user and in system mode, and that of its children that have ended; none where it has ended itself. */
function ticksOf(pid: string): number[] { return (fieldsOf(pid) ?? []).slice(11, 15).map(Number) }

/** Those from the third on, see proc(5): the second, the name of the program in brackets, may hold anything. */
function fieldsOf(pid: string): string[] | undefined { return read(`/proc/${pid}/stat`)?.split(') ').at(-1)!.split(' ') }

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // it has ended, or the system has no such thing
  }
}
