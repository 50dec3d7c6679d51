// What starts processes, and what it tells of them. See perl-spawner.ts for the fast way and node-spawner.ts for the one
// that is always there.

/** The code of a process of which nothing is known any more: what started it is gone. */
export const LOST = 'HELPER_LOST'

/** What happens to one process, in this order: `started`, any `output`, `exited`, any `output`, `closed`. `failed` is the last. */
export interface ChildEvents {
  /** It leads a group of its own, which has its number. */
  started(pid: number): void
  output(from: OutputName, chunk: Buffer): void
  /** The process itself is gone: one of the two is null. */
  exited(exitCode: number | null, signal: NodeJS.Signals | null): void
  /** Nothing has its output open any more, or it has been let go. */
  closed(): void
  /** It could not be started, or is {@link LOST}. @param code such as `ENOENT` */
  failed(code: string): void
}

/** Which output of a process. */
export type OutputName = 'stdout' | 'stderr'

/** A process that is being started, or runs. */
export interface Child {
  /** Stops reading one of its outputs until {@link resume}; perhaps those of others, too. What is under way still comes. */
  pause(from: OutputName): void
  resume(from: OutputName): void
  /** Whether output may wait because nobody reads it now. */
  readonly isPaused: boolean
  /** Reads its output no more: whoever still writes there finds nobody. */
  letGo(): void
}

/** What a spawner tells of all its processes. */
export interface SpawnerOptions {
  /** Nobody reads the stdout that processes inherit any more. Told, perhaps more than once, before the `exited` of one that had it. */
  readonly onUnread?: (() => void) | undefined
}

/** Starts processes. */
export interface Spawner {
  /** How many processes have been started and are not over. */
  readonly running: number
  /**
   * Starts a process with these bytes as its arguments, without a shell, in a group and a session of its own, with nothing
   * on its stdin. No event comes before this returns.
   * @param isInherited whether it writes where this process does; then there is no `output`
   */
  spawn(argv: readonly Buffer[], isInherited: boolean, events: ChildEvents): Child
  /** Once nothing runs. */
  close(): void
}
