// The first message that a process gets, and the pipes beside its stdio.

/** The file descriptors in a child: batches come down one, outcomes go up the other, nothing comes by the third, ever, and the fourth is the outbox. */
export const DOWN = 3
export const UP = 4
export const WATCH = 5
export const OUTBOX = 6

export interface Hello {
  readonly preload: readonly string[]
  /** Bytes beyond which it asks to be replaced. */
  readonly maxMemory: number
  /** Whether there is an outbox. */
  readonly hasOutbox: boolean
  /** How many workers deep it is. */
  readonly depth: number
}
