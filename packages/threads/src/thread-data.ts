// What a thread is given when it starts, and how its messages are known from those of its tasks.

import type { FromWorker } from '@parmap/core/pool'
import type { MessagePort } from 'node:worker_threads'

export interface ThreadData {
  readonly worker: string
  readonly preload: readonly string[]
  /** Where starts are noted. */
  readonly marks: Int32Array
  /** Where it puts aside what its pool need not know yet. */
  readonly outbox: SharedArrayBuffer
  /** Where batches come from. */
  readonly port: MessagePort
  /** How many workers deep it is. */
  readonly depth: number
}

/** By `parentPort`, where tasks may say things, too. */
export interface Told {
  readonly parmap: FromWorker
  /** How far its outbox had been written before. */
  readonly outboxEnd: number
}
