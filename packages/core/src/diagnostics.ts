// Events for tracing and metrics tools, on node:diagnostics_channel where the runtime has it. A channel that nobody
// has subscribed to costs one property read.

import { builtinModule } from './async-context.ts'
import type { WorkerExit } from './backend.ts'

interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

const module = builtinModule<{ channel(name: string): Channel }>('node:diagnostics_channel')
const silent: Channel = { hasSubscribers: false, publish: () => undefined }

function channel(name: string): Channel {
  return module?.channel(name) ?? silent
}

/** What the channels tell; each message is a plain object. */
interface Channels {
  /** `{ executor, run, task, total }`: the first item is about to be read. */
  readonly runStart: Channel
  /** `{ executor, run, completed, failed, skipped, ms, error? }`: every item has ended, or the run was ended. */
  readonly runEnd: Channel
  /** `{ executor, run, batch, first, items, slots }`: a batch leaves for a worker. */
  readonly batchStart: Channel
  /** `{ executor, run, batch, worker }`: no item of the batch runs any more. */
  readonly batchEnd: Channel
  /** `{ executor, run, outcome }`: an item has had its outcome. */
  readonly itemEnd: Channel
  /** `{ executor, run, index, attempt, delay, error }`: an item failed and will be tried again. */
  readonly itemRetry: Channel
  /** `{ executor, worker }`: a worker has started. */
  readonly workerStart: Channel
  /** `{ executor, worker, exitCode, signal, outOfMemory }`: a worker has ended. */
  readonly workerEnd: Channel
}

export const channels: Channels = {
  runStart: channel('parmap:run:start'),
  runEnd: channel('parmap:run:end'),
  batchStart: channel('parmap:batch:start'),
  batchEnd: channel('parmap:batch:end'),
  itemEnd: channel('parmap:item:end'),
  itemRetry: channel('parmap:item:retry'),
  workerStart: channel('parmap:worker:start'),
  workerEnd: channel('parmap:worker:end'),
}

/** For backends: tells `parmap:worker:start`. @param executor the name of the backend */
export function tellWorkerStart(executor: string, worker: string): void {
  if (channels.workerStart.hasSubscribers) channels.workerStart.publish({ executor, worker })
}

/** For backends: tells `parmap:worker:end`. @param executor the name of the backend */
export function tellWorkerEnd(executor: string, exit: WorkerExit): void {
  if (channels.workerEnd.hasSubscribers) channels.workerEnd.publish({ executor, ...exit })
}
