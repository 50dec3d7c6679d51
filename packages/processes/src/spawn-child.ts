// Starts the process of a worker: its stdio, and the pipes of our own beside it.

import { spawn, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { DOWN, UP, WATCH } from './hello.ts'
import type { ChildSetup } from './options.ts'

const ENTRY = fileURLToPath(new URL('./worker.js', import.meta.url))

/** A process that has started. */
export interface Spawned {
  readonly child: ChildProcess
  readonly pid: number
  readonly stderr: Socket
  readonly down: Socket
  readonly up: Socket
  /** Never used: its end tells the process that its parent is gone. */
  readonly watch: Socket
}

/**
 * Or what cannot be started, of which an `error` event will tell the reason.
 * @param outbox a descriptor
 * @throws where Node refuses to try
 */
export function spawnChild({ env, execArgv }: ChildSetup, outbox: number | undefined): Spawned | ChildProcess {
  // A group of its own: to be killed whole, and not to be reached by what the terminal sends to the host.
  const child = spawn(process.execPath, [...execArgv, ENTRY], { env, stdio: ['ignore', 'inherit', 'pipe', 'pipe', 'pipe', 'pipe', outbox ?? 'ignore'], detached: true, windowsHide: true })
  const { pid } = child
  // Undefined where there were no descriptors left for it.
  const stdio = ((child as { stdio?: unknown }).stdio ?? []) as readonly (Socket | null)[]
  for (const one of stdio) one?.on('error', () => undefined) // it has ended: `exit` tells
  if (pid !== undefined) return { child, pid, stderr: stdio[2]!, down: stdio[DOWN]!, up: stdio[UP]!, watch: stdio[WATCH]! }
  for (const one of stdio) one?.destroy()
  return child
}
