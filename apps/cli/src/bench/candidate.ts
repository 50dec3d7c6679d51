// The ways of running a task that are tried beside each other: which are worth a try follows from what an item does.

import { JOBS, JOBS_PER_WORKER, type BackendName } from '../backends.ts'

/** One way of running the task. */
export interface Candidate {
  /** As the table names it. */
  readonly name: string
  /** A plain loop, or a backend. */
  readonly backend: BackendName | 'serial'
  /** Items at once, in all workers together. */
  readonly jobs: number
  /** Threads or processes; undefined: there are none. */
  readonly workers: number | undefined
}

/** What is known of a task before candidates are chosen. */
export interface TaskNature {
  readonly items: number
  /** Of the time of a plain loop, from 0 to 1: how long it did not wait. */
  readonly busy: number
  /** Of the same: how long it neither waited nor computed, but held up its thread, as for a program that it runs (`execSync`). */
  readonly blocked: number
  readonly cores: number
}

/** Of its time: from here on an item is one that waits, or one that blocks. */
export const HALF = 0.5

/** One item after the other, without any of this. */
export const SERIAL: Candidate = { name: 'a plain loop', backend: 'serial', jobs: 1, workers: undefined }

/** Workers for each core, where they are blocked for most of their time. */
const BLOCKED_PER_CORE = [4, 16]

/** Those that are worth a try, the simpler ones first. */
export function candidatesFor({ items, busy, blocked, cores }: TaskNature): readonly Candidate[] {
  const isWaiting = busy < HALF
  const many = isWaiting ? [10, JOBS, 1_000] : [JOBS]
  if (blocked >= HALF) {
    const counts = [1, ...BLOCKED_PER_CORE].map((perCore) => perCore * cores)
    return [SERIAL, ...counts.filter((count, at) => at === 0 || counts[at - 1]! < items).map((count) => pool('threads', count, count)), pool('processes', cores, cores)]
  }
  const counts = [...new Set([1, Math.ceil(cores / 2), cores])]
  const pools = (['threads', 'processes'] as const).flatMap((backend) =>
    isWaiting
      ? [pool(backend, cores, cores * JOBS_PER_WORKER), pool(backend, cores, cores * JOBS)]
      : [...(backend === 'threads' ? counts : [cores]).map((count) => pool(backend, count, count)), pool(backend, cores, cores * JOBS_PER_WORKER)])
  // More at once than there are items is the same once more.
  const eventLoop = many.filter((_jobs, at) => at === 0 || many[at - 1]! < items).map((jobs) => onEventLoop(jobs))
  return [SERIAL, ...eventLoop, ...pools]
}

function onEventLoop(jobs: number): Candidate { return { name: `async -j ${jobs}`, backend: 'async', jobs, workers: undefined } }

function pool(backend: 'threads' | 'processes', workers: number, jobs: number): Candidate {
  return { name: `${backend} --workers ${workers} -j ${jobs}`, backend, jobs, workers }
}

/** The flags of `parmap map` that choose it. */
export function flagsOf({ name, backend }: Candidate): string { return backend === 'serial' ? '' : `-b ${name}` }
