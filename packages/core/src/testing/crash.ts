// How a task ends its own worker where that is simulated: a real process.exit() would end the test.

/** How a worker ends, as far as its task decides. */
export interface CrashHow {
  /** As given to `process.exit`; default: 1 where neither a signal nor memory ended it. */
  readonly exitCode?: number | undefined
  /** `'SIGKILL'`, for one. */
  readonly signal?: string | undefined
  readonly outOfMemory?: boolean | undefined
}

/** How a worker ends, whoever decides. @internal */
export interface EndHow extends CrashHow { readonly cause?: unknown }

const CRASH: unique symbol = Symbol.for('parmap.crash')

/** What {@link crash} throws. On other backends it is a failure like any other. @internal */
class Crash extends Error {
  static { this.prototype.name = 'Crash' }
  constructor(how: CrashHow) {
    super('The task crashes its worker; only a simulated one can be crashed like this')
    Object.defineProperty(this, CRASH, { value: how })
  }
}

/**
 * Called in a task: its simulated worker ends here, as by `process.exit()`, a signal, or for want of memory. Throws what
 * the executor knows: a task that catches it lives on.
 *
 * ```ts
 * const executor = simulatedExecutor()
 * await executor.map((n: number) => (n === 3 ? crash({ signal: 'SIGSEGV' }) : n), [1, 2, 3]) // rejects: PARMAP_WORKER_LOST
 * ```
 */
export function crash(how: CrashHow = {}): never { throw new Crash(how) }

/** How the worker is to end, if this was thrown by {@link crash}. @internal */
export function crashOf(thrown: unknown): CrashHow | undefined {
  return typeof thrown === 'object' && thrown !== null ? (thrown as { readonly [CRASH]?: CrashHow })[CRASH] : undefined
}
