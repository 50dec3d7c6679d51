// Runs one command for one item, from its start to the end of all that it has started. What to run comes from a template;
// what its end means for the item is not known here.

import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandRun } from './command-run.ts'
import type { Ended, RunOptions } from './run-options.ts'
import { isPassing, unstarted, type Unstarted } from './start-failure.ts'

/** What came of it. Never an exception. */
export type CommandResult = (Ended | Unstarted) & {
  /** From its start to its end. */
  readonly ms: number
}

const FIRST_WAIT_MS = 10
const LONGEST_WAIT_MS = 1_000
const MOST_WAITING_MS = 30_000

/**
 * Runs a command and resolves when its process is gone and its output has ended: also that of processes which it has left
 * behind in its group. One that has left the group may keep it for a second. Its spools are the caller's to discard.
 * Where there are too many processes or open files, it waits: as long as other commands run, and then for 30 s.
 */
export async function runCommand(argv: readonly Buffer[], options: RunOptions): Promise<CommandResult> {
  if (options.signal !== undefined) setMaxListeners(0, options.signal) // there is one for many commands
  let hopeAt = performance.now()
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const startedAt = performance.now()
    const result = await attempt(argv, options)
    if (options.spawner.running > 0) hopeAt = startedAt
    const isFinal = result.is !== 'unstarted' || !isPassing(result.code) || startedAt - hopeAt > MOST_WAITING_MS
    if (isFinal) return { ...result, ms: performance.now() - startedAt }
    await sleep(waitMs, undefined, { signal: options.signal }).catch(() => undefined) // then the next attempt sees it
  }
}

async function attempt(argv: readonly Buffer[], options: RunOptions): Promise<Ended | Unstarted> {
  if (options.signal?.aborted === true) return unstarted(argv, 'ABORTED')
  if (argv.some((word) => word.includes(0))) return unstarted(argv, 'EINVAL')
  if (argv[0]?.length === 0) return unstarted(argv, 'ENOENT')
  const end = await new CommandRun(argv, options).end
  return typeof end === 'string' ? unstarted(argv, end) : end
}
