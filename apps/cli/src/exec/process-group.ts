// A process and all that it has started, as far as that has not left its group.

import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'

/** Sends a signal to every process of a group. @returns whether there is any, perhaps only dead ones that nobody has waited for */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal)
  } catch (error) {
    // Someone else's, e.g. of sudo: it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Whether any process of a group lives. The dead of whoever has died before them are left to process 1, which in many a
 * container waits for none. Costs a look at every process of the machine where there are such.
 */
export function isGroupAlive(group: number): boolean {
  return signalGroup(group, 0) && (process.platform !== 'linux' || readdirSync('/proc').some((name) => isLivingMember(name, group)))
}

function isLivingMember(name: string, group: number): boolean {
  if (!/^\d/u.test(name)) return false
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // its name may hold anything
    return Number(itsGroup) === group && state !== 'Z' && state !== 'X'
  } catch {
    return false // gone by now
  }
}

/** The signal that an abort asks for: that of its reason, if it is the name of one or has it as `signal`. Or SIGTERM. */
export function signalOf(reason: unknown): NodeJS.Signals {
  const name = (Object(reason) as { readonly signal?: unknown }).signal ?? reason
  return typeof name === 'string' && Object.hasOwn(constants.signals, name) ? (name as NodeJS.Signals) : 'SIGTERM'
}

/** Asks a group to end, and makes it if it does not. */
export class GroupEnding {
  readonly #killAfterMs: number
  #group = 0
  #timer: NodeJS.Timeout | undefined
  #hasKilled = false

  constructor(killAfterMs: number) { this.#killAfterMs = killAfterMs }

  get hasBegun(): boolean { return this.#group !== 0 }
  get hasKilled(): boolean { return this.#hasKilled }

  /** Once; later calls do nothing. */
  begin(group: number, signal: NodeJS.Signals): void {
    if (this.hasBegun) return
    this.#group = group
    signalGroup(group, signal)
    signalGroup(group, 'SIGCONT') // what is stopped would not hear it
    this.#timer = setTimeout(() => { this.#kill() }, this.#killAfterMs)
  }

  #kill(): void {
    this.#hasKilled = true
    signalGroup(this.#group, 'SIGKILL')
  }

  /** The group is gone. */
  end(): void { clearTimeout(this.#timer) }
}
