// Runs a command once and measures its whole process tree from outside. Knows nothing of what the command is for.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Command } from './command.ts'
import { processTree, residentBytes, timeOfChildren, type ProcessorTime } from './process-tree.ts'
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
  const path = join(folder, 'output')
  const input = stdin === undefined ? 'ignore' : openSync(stdin, 'r')
  const output = outlet === 'file' ? openSync(path, 'w') : 'pipe'
  const before = timeOfChildren()
  const start = performance.now()
  const child = spawn(file, args, { stdio: [input, output, 'pipe'], env: { ...process.env, ...env } })
  const memory = watchMemory(child.pid)
  try {
    const sinceStart = (): number => (performance.now() - start) / MILLISECONDS
    let first: number | undefined
    const texts = Promise.all([child.stdout === null ? '' : collect(child.stdout, () => { first ??= sinceStart() }), text(child.stderr!)])
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    const seconds = sinceStart()
    const after = timeOfChildren()
    const peakBytes = memory.end()
    const [printed, stderr] = await texts
    if (exitCode !== 0) throw new Error(lastWords({ failed: true, exitCode: exitCode ?? undefined, signal: signal ?? undefined, stderr }))
    return {
      seconds,
      firstOutputSeconds: first ?? seconds,
      userSeconds: after.userSeconds - before.userSeconds,
      systemSeconds: after.systemSeconds - before.systemSeconds,
      peakBytes,
      printed: outlet === 'file' ? readFileSync(path, BYTES) : printed,
    }
  } finally {
    memory.end()
    for (const descriptor of [input, output]) if (typeof descriptor === 'number') closeSync(descriptor)
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

/** Looks at a tree now and then, from now on. `end` tells the most that was seen. */
function watchMemory(root: number | undefined): { end(): number } {
  let peak = 0
  const look = (): void => { if (root !== undefined) peak = Math.max(peak, residentBytes(processTree(root))) }
  look()
  const timer = setInterval(look, LOOK_INTERVAL_MS)
  return {
    end() {
      clearInterval(timer)
      return peak
    },
  }
}
