// Runs a command once and measures its whole process tree from outside. Knows nothing of what the command is for.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Command } from './command.ts'
import { processTree, residentBytes, timeOf, timeOfChildren, type ProcessorTime } from './process-tree.ts'
import { lastWords } from './last-words.ts'

/** What a command came to. */
export interface TimedCommand extends ProcessorTime {
  /** To its end. */
  readonly seconds: number
  /** To its first output; where it prints nothing, to its end. */
  readonly firstOutputSeconds: number
  /** The most that its processes have been seen to hold together. */
  readonly peakBytes: number
  /** Its stdout, a character for each byte. */
  readonly printed: string
}

/** Where the output goes: a `file` disturbs nobody; through a `pipe` it is seen when it comes. */
export type Outlet = 'file' | 'pipe'

const MILLISECONDS = 1e3
/** A character for each byte, so that nothing is lost. */
const BYTES = 'latin1'
/** Often enough to see a short command twice, and with a few processes one or two per cent of one core. */
const LOOK_INTERVAL_MS = 20

/** Runs a command to its end. @throws where it cannot be started, or ends badly */
export async function timeCommand({ file, args, stdin, env }: Command, outlet: Outlet, folder: string): Promise<TimedCommand> {
  const [path, complaints] = [join(folder, 'output'), join(folder, 'complaints')]
  const input = stdin === undefined ? 'ignore' : openSync(stdin, 'r')
  const output = outlet === 'file' ? openSync(path, 'w') : 'pipe'
  const stderr = openSync(complaints, 'w') // whoever is left behind with a pipe would have to be waited for
  const before = timeOfChildren()
  const start = performance.now()
  const child = spawn(file, args, { stdio: [input, output, stderr], env: { ...process.env, ...env } })
  const watch = watchTree(child.pid)
  try {
    const sinceStart = (): number => (performance.now() - start) / MILLISECONDS
    let first: number | undefined
    const collected = child.stdout === null ? undefined : collect(child.stdout, () => { first ??= sinceStart() })
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    const seconds = sinceStart()
    const after = timeOfChildren()
    const { peakBytes, ...seen } = watch.end()
    const waitedFor = { userSeconds: after.userSeconds - before.userSeconds, systemSeconds: after.systemSeconds - before.systemSeconds }
    const printed = (await collected) ?? readFileSync(path, BYTES)
    if (exitCode !== 0) throw new Error(lastWords({ failed: true, exitCode: exitCode ?? undefined, signal: signal ?? undefined, stderr: readFileSync(complaints, 'utf8') }))
    return {
      seconds,
      firstOutputSeconds: first ?? seconds,
      // Who has not waited for a child has not inherited its time. What was seen last lacks the time since then.
      ...(sumOf(seen) > sumOf(waitedFor) ? seen : waitedFor),
      peakBytes,
      printed,
    }
  } finally {
    watch.end()
    for (const descriptor of [input, output, stderr]) if (typeof descriptor === 'number') closeSync(descriptor)
  }
}

async function collect(stream: Readable, onChunk: () => void): Promise<string> {
  let collected = ''
  for await (const chunk of stream.setEncoding(BYTES)) {
    onChunk()
    collected += chunk as string
  }
  return collected
}

interface Seen extends ProcessorTime {
  readonly peakBytes: number
}

/** Looks at a tree now and then, from now on. `end` tells the most that was seen. */
function watchTree(root: number | undefined): { end(): Seen } {
  let seen: Seen = { peakBytes: 0, userSeconds: 0, systemSeconds: 0 }
  const look = (): void => {
    if (root === undefined) return // it never started
    const pids = processTree(root)
    const time = timeOf(pids)
    seen = { ...(sumOf(time) > sumOf(seen) ? time : seen), peakBytes: Math.max(seen.peakBytes, residentBytes(pids)) }
  }
  look()
  const timer = setInterval(look, LOOK_INTERVAL_MS)
  return {
    end() {
      clearInterval(timer)
      return seen
    },
  }
}

function sumOf({ userSeconds, systemSeconds }: ProcessorTime): number {
  return userSeconds + systemSeconds
}
