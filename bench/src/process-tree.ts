// A process and all that it has started, as /proc knows them: which there are, how much memory they hold, and how much
// processor time they have used. Linux only; elsewhere a tree is its root.

import { readdirSync, readFileSync } from 'node:fs'

const KIB = 1_024
/** Of /proc, on all machines that Node runs on. */
const TICKS_PER_SECOND = 100

/** Whether this system has what is read here. */
export const HAS_PROC: boolean = read('/proc/self/stat') !== undefined

/** The process and its descendants, from the root on. Whose parent has died belongs to nobody's tree. */
export function processTree(root: number): number[] {
  const pids = [root]
  // A child is entered with the thread that has started it.
  for (const pid of pids) pids.push(...threadsOf(pid).flatMap((thread) => numbersIn(read(`/proc/${pid}/task/${thread}/children`))))
  return pids
}

/**
 * Bytes that the processes hold together: what each has for itself, and the files, programs above all, of the one that has
 * most of them. Summed as they are resident, files would count as often as there are processes of the same program.
 */
export function residentBytes(pids: readonly number[]): number {
  const held = pids.map((pid) => read(`/proc/${pid}/status`) ?? '').map((status) => ({ own: kib(status, 'RssAnon') + kib(status, 'RssShmem'), files: kib(status, 'RssFile') }))
  return KIB * (held.reduce((sum, { own }) => sum + own, 0) + Math.max(0, ...held.map(({ files }) => files)))
}

/** The most bytes that each of these processes has held by itself so far, together. */
export function peakBytesOf(pids: readonly number[]): number {
  const statuses = pids.map((pid) => read(`/proc/${pid}/status`) ?? '')
  return KIB * statuses.reduce((sum, status) => sum + Math.max(0, kib(status, 'VmHWM') - kib(status, 'RssFile')), 0)
}

/** The bytes that this process has written and read so far, whatever to; 0 where that is not known. */
export function bytesExchanged(): number {
  const io = read('/proc/self/io') ?? ''
  return ['wchar', 'rchar'].reduce((sum, name) => sum + Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1] ?? 0), 0)
}

/** Processor time of a process. */
export interface ProcessorTime {
  readonly userSeconds: number
  readonly systemSeconds: number
}

/** Of all children of this process that have ended and were waited for, and of theirs; in steps of 10 ms. */
export function timeOfChildren(): ProcessorTime {
  const [, , user, system] = timesOf('self')
  return { userSeconds: user, systemSeconds: system }
}

/** Of these processes so far, and of whom they have waited for; in steps of 10 ms each. */
export function timeOf(pids: readonly number[]): ProcessorTime {
  const all = pids.map(timesOf)
  return {
    userSeconds: all.reduce((sum, [user, , ofChildren]) => sum + user + ofChildren, 0),
    systemSeconds: all.reduce((sum, [, system, , ofChildren]) => sum + system + ofChildren, 0),
  }
}

type Times = readonly [user: number, system: number, userOfChildren: number, systemOfChildren: number]

function timesOf(pid: number | 'self'): Times {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === undefined) return [0, 0, 0, 0]
  // The name of the program, in brackets, may hold anything. After it come the fields from the 3rd on: proc(5).
  const [user, system, userOfChildren, systemOfChildren] = stat.split(') ').at(-1)!.split(' ').slice(11, 15).map((ticks) => Number(ticks) / TICKS_PER_SECOND)
  return [user!, system!, userOfChildren!, systemOfChildren!]
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return [] // it has ended
  }
}

function kib(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
}

function numbersIn(text: string | undefined): number[] {
  return (text ?? '').split(' ').filter((part) => part.trim() !== '').map(Number)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // the process has ended, or the system has no such thing
  }
}
