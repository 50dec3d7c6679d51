// Who holds a lock: a process that is told from a later one with the same number, and from one elsewhere. Knows how to see
// whether it has ended, also where nobody told.

import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process. What a system does not tell is empty. */
export interface Owner {
  readonly pid: number
  /** When it started, in whatever the system counts that in: the same process, the same text. */
  readonly startedAt: string
  /** Which start of the machine it belongs to. */
  readonly boot: string
  /** Which numbering of processes its number belongs to: containers have their own. */
  readonly namespace: string
  readonly host: string
}

const NAME = /^(\d+)\.(\d*)\.([\da-f]*)\.(\d*)\.(.+)$/u
const MOST_HOST_CHARACTERS = 100

/** This process. */
export function thisProcess(): Owner {
  return { pid: process.pid, startedAt: look(process.pid)?.startedAt ?? '', boot: bootId(), namespace: pidNamespace(), host: encodeURIComponent(hostname()).slice(0, MOST_HOST_CHARACTERS) || '-' }
}

/** An owner as the name of a file: a name is there whole or not at all, also after a power cut. */
export function ownerName({ pid, startedAt, boot, namespace, host }: Owner): string {
  return `${pid}.${startedAt}.${boot}.${namespace}.${host}`
}

/** The owner that a file is named after; undefined for a name of another kind. */
export function parseOwner(name: string): Owner | undefined {
  const [, pid, startedAt, boot, namespace, host] = NAME.exec(name) ?? []
  return host === undefined ? undefined : { pid: Number(pid), startedAt: startedAt!, boot: boot!, namespace: namespace!, host }
}

/** Whether a process can be looked at from here: its number means the same to both. */
export function isVisible(owner: Owner, own: Owner): boolean {
  return owner.host === own.host && (owner.boot !== own.boot || owner.namespace === own.namespace)
}

/** Whether a process has ended for certain. Of one that is not visible, nobody can tell. */
export function isGone(owner: Owner, own: Owner): boolean {
  if (!isVisible(owner, own)) return false
  if (owner.boot !== own.boot) return true // the machine has been started anew since
  if (!exists(owner.pid)) return true
  const seen = look(owner.pid)
  if (seen === undefined) return false // it may belong to someone else, and be hidden
  return seen.hasEnded || (owner.startedAt !== '' && seen.startedAt !== '' && seen.startedAt !== owner.startedAt)
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

interface Seen {
  readonly startedAt: string
  /** Killed, but its parent has not looked yet. */
  readonly hasEnded: boolean
}

function look(pid: number): Seen | undefined {
  return process.platform === 'linux' ? lookInProc(pid) : process.platform === 'win32' ? undefined : lookByPs(pid)
}

// Of the flags in the kernel: it has begun to end and does nothing any more, whether its parent has looked or not.
const PF_EXITING = 0x4

/** See proc_pid_stat(5): after the name, which may hold anything, come the state (field 3), flags (9), the start in ticks (22). */
function lookInProc(pid: number): Seen | undefined {
  const stat = contentOf(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return stat === '' ? undefined : { startedAt: fields[19]!, hasEnded: (Number(fields[6]) & PF_EXITING) !== 0 }
}

/** Where there is no /proc: to the second. Exported to be tried where there is. */
export function lookByPs(pid: number): Seen | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } })
  const [, state, start] = /^\s*(\S+)\s+(.+?)\s*$/mu.exec(stdout ?? '') ?? []
  return start === undefined ? undefined : { startedAt: String(Date.parse(`${start} UTC`) / 1_000), hasEnded: state!.startsWith('Z') }
}

function bootId(): string {
  return contentOf('/proc/sys/kernel/random/boot_id').trim().replaceAll('-', '')
}

function pidNamespace(): string {
  try {
    return /\d+/u.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''
  } catch {
    return ''
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
