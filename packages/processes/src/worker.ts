// The entry of every process: connects it to its pool. Takes what it needs of `process` before anything of the user's is
// loaded, so that nothing depends on what tasks do to the globals.

import type { FromWorker, ToWorker } from '@parmap/core/pool'
import { drainOf, setWorkerDepth, WorkerServer } from '@parmap/core/worker'
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import process from 'node:process'
import { FrameReader, frameOf, isFramable } from './frames.ts'
import { DOWN, OUTBOX, UP, type Hello } from './hello.ts'
import { OutboxWriter } from './outbox.ts'
import { watchParent } from './parent-watch.ts'

const LOOK_MS = 100

const exit = process.exit.bind(process)
const kill = process.kill.bind(process)
const rss = process.memoryUsage.rss.bind(process.memoryUsage)
const now = performance.now.bind(performance)
const { setImmediate } = globalThis
let maxMemory = Infinity
let lookedAt = -LOOK_MS
let outbox: OutboxWriter | undefined = undefined

// Written at once and to the end: what has been told is told, whatever happens next. Waits while the pipe is full.
function post(message: FromWorker): void {
  if (message.is === 'told') lookAtMemory() // first: the answer to an outcome may be another batch
  for (const part of frameOf(message, outbox?.end ?? 0)) {
    try {
      for (let written = 0; written < part.length;) written += writeSync(UP, part, written)
    } catch {
      exit(1) // nobody listens any more
    }
  }
}

function lookAtMemory(): void {
  if (maxMemory === Infinity || now() - lookedAt < LOOK_MS) return
  lookedAt = now()
  if (rss() <= maxMemory) return
  maxMemory = Infinity // asked once
  post({ is: 'leaving' })
}

const server = new WorkerServer({
  worker: `process-${process.pid}`,
  post,
  setAside: (draft) => outbox?.put(draft) === true,
  end: () => { exit() },
  drain: drainOf([process.stdout, process.stderr]),
  isCopyable: isFramable,
  whenHeard: (begin) => { setImmediate(begin) }, // a pipe brings much in several pieces, all before this
})
process.on('uncaughtExceptionMonitor', (error) => { server.uncaught(error) })
process.on('exit', () => { server.flush() })
watchParent()

let isReady = false
const waiting: ToWorker[] = []
const greet = async (hello: Hello): Promise<void> => {
  setWorkerDepth(hello.depth)
  maxMemory = hello.maxMemory
  if (hello.hasOutbox) outbox = new OutboxWriter(OUTBOX)
  for (const module of hello.preload) await import(module)
  isReady = true
  server.ready()
  for (const message of waiting.splice(0)) server.hear(message)
}

let isGreeted = false
const reader = new FrameReader((message, taken) => {
  if (outbox !== undefined) outbox.taken = taken
  if (isReady) server.hear(message as ToWorker)
  else if (isGreeted) waiting.push(message as ToWorker)
  else {
    isGreeted = true
    void greet(message as Hello) // a preload that fails ends the process as any error that nobody catches, and is told
  }
})
const down = new Socket({ fd: DOWN, readable: true, writable: false })
down.on('data', (piece) => { reader.push(piece) })
down.on('close', () => { // the parent is gone
  if (server.isBusy) process.on('exit', endGroup) // what items have started is of no use any more
  exit(1)
})

function endGroup(): void {
  try {
    kill(-process.pid, 'SIGTERM')
  } catch { /* no groups here */ }
}
