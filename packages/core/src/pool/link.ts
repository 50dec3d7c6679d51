// What a pool needs of a backend: a way to start a worker, to speak to it, and to end it.

import type { WorkerExit } from '../backend.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** One worker, as its pool sees it. */
export interface Link {
  /** The worker's name: `thread-3`, `process-4711`. */
  readonly worker: string
  /**
   * Where the worker notes how many items of each batch have started, by the lane of the batch; undefined where no memory
   * is shared: then it announces them.
   */
  readonly marks: Int32Array | undefined
  /** Whether `post` copies an object that structured clone does; default: it does. */
  readonly isCopyable?: ((value: object) => boolean) | undefined
  /** Sends a message; throws where something in it cannot be copied, and then has sent nothing. After the worker's end it does nothing. */
  post(message: ToWorker, transfer: readonly object[]): void
  /**
   * Tells what the worker has put aside for this side without waking it, also before messages that it sent earlier and that are
   * still on their way. Absent: it wakes it with each message.
   */
  collect?(): void
  /** Ends the worker by force. `gone` follows. */
  kill(): void
  /** Whether the worker keeps the host alive. At first it does not. */
  hold(isHeld: boolean): void
}

/** Who is told what becomes of a worker. */
export interface LinkOwner {
  heard(message: FromWorker): void
  /** The worker has ended. Told once, after its last message. */
  gone(exit: Omit<WorkerExit, 'worker'>): void
}

/**
 * Starts a worker. Tells nothing before it has returned. A worker that cannot be started is told as gone, or thrown for.
 * @param serial counts the workers of an executor from 1
 */
export type Connect = (serial: number, owner: LinkOwner) => Link
