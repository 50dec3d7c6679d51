// The entry of every thread: connects it to its pool. Loaded before anything of the user's, so that nothing of it depends
// on what tasks do to the globals.

import type { ToWorker } from '@parmap/core/pool'
import { drainOf, setWorkerDepth, WorkerServer } from '@parmap/core/worker'
import process from 'node:process'
import { parentPort, receiveMessageOnPort, type Transferable } from 'node:worker_threads'
import { Outbox } from './outbox.ts'
import type { Told, ThreadData } from './thread-data.ts'

const up = parentPort!
const { exit } = process

/** Called once, by piscina. */
export default async function connect({ worker, preload, marks, outbox: memory, port, depth }: ThreadData): Promise<void> {
  setWorkerDepth(depth)
  const outbox = new Outbox(memory)
  const server = new WorkerServer({
    worker,
    marks,
    drain: drainOf([process.stdout, process.stderr]),
    post: (parmap, transfer) => { up.postMessage({ parmap, outboxEnd: outbox.end } satisfies Told, transfer as Transferable[]) },
    setAside: (draft) => outbox.put(draft),
    isFollowed: (batch) => outbox.isFollowed(batch),
    end: () => { exit() },
  })
  process.on('uncaughtExceptionMonitor', (error) => { server.uncaught(error) })
  process.on('exit', () => { server.flush() })
  up.on('close', () => { exit(1) }) // by a task: nothing could be told any more
  try {
    for (const module of preload) await import(module)
  } catch (error) {
    server.dying(error) // piscina would tell it without its code
    throw error
  }
  server.ready()
  port.on('messageerror', (error) => { throw error }) // a batch that cannot be read would never be answered
  port.on('message', (message: ToWorker) => {
    server.hear(message)
    // One by one, each would begin what it brings before the next is heard.
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) server.hear(next.message as ToWorker)
  })
}
