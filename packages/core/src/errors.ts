// Every error that parmap itself makes, and the table of its codes. Users recognise errors by `code`, never by
// `instanceof`: two copies of this package may be loaded at once.

/** The codes of all errors that parmap makes, each with what it means. `docs/errors.md` says what to do about them. */
export const ERROR_CODES = {
  PARMAP_TASK_FAILED: 'the task threw, or its promise was rejected',
  PARMAP_TIMEOUT: 'an item ran longer than `timeout`',
  PARMAP_WORKER_LOST: 'the worker ended while it held the item, or before it had begun one',
  PARMAP_UNSERIALIZABLE: 'an item or a result cannot be copied to or from the worker',
  PARMAP_TASK_NOT_FOUND: 'the module has no such task',
  PARMAP_TASK_LOAD_FAILED: 'the module of the task cannot be imported',
  PARMAP_SETUP_FAILED: 'the setup of the task threw',
  PARMAP_TASK_NOT_PORTABLE: 'a plain function was given to a backend that cannot run it',
  PARMAP_UNSUPPORTED: 'the backend cannot honour an option',
  PARMAP_CLOSED: 'the executor has been closed',
  PARMAP_TERMINATED: 'the executor has been terminated',
} as const

/** One of the codes in {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES

/** Any error that parmap makes; recognise it by its stable `code`, its message may change. */
export class ParmapError extends Error {
  static { this.prototype.name = 'ParmapError' }
  readonly code: string

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Where and how often an item ran when it failed. */
export interface Failure {
  readonly index: number
  readonly attempts: number
  readonly worker: string | undefined
}

/** The failure of one item. `cause` is the thrown value: the very same on the event loop, a faithful copy elsewhere. */
export class TaskError extends ParmapError {
  static { this.prototype.name = 'TaskError' }
  /** Place of the item in the input, from 0. */
  readonly index: number
  /** How often the item was started. */
  readonly attempts: number
  /** The worker of the last attempt. */
  readonly worker: string | undefined

  constructor(code: ErrorCode, message: string, failure: Failure, options?: ErrorOptions) {
    super(code, message, options)
    this.index = failure.index
    this.attempts = failure.attempts
    this.worker = failure.worker
  }
}

/** The task threw `thrown`, which may be anything. @internal */
export function taskFailed(thrown: unknown, failure: Failure): TaskError {
  return new TaskError('PARMAP_TASK_FAILED', `Item ${failure.index} failed: ${describe(thrown)}`, failure, { cause: thrown })
}

/** @internal */
export function timedOut(timeout: number, failure: Failure): TaskError {
  const message = `Item ${failure.index} ran longer than its timeout of ${timeout} ms`
  return new TaskError('PARMAP_TIMEOUT', message, failure, { cause: timeoutReason(timeout) })
}

/** What the signal of an item that ran too long is aborted with. @internal */
export function timeoutReason(timeout: number): DOMException {
  return new DOMException(`The task ran longer than its timeout of ${timeout} ms`, 'TimeoutError')
}

/** @internal */
export function workerLost(started: true | 'unknown', exit: LostExit | undefined, failure: Failure): TaskError {
  const { exitCode = null, signal = null } = exit ?? {}
  const message = `Item ${failure.index} was lost: its worker ${failure.worker ?? ''} ${howItEnded(exit)}`.replace('  ', ' ')
  const error = new TaskError('PARMAP_WORKER_LOST', message, failure, causeOf(exit))
  return Object.assign(error, { exitCode, signal, started })
}

/**
 * What a backend ends its runs with, by `sink.unusable`, when one worker after another ends before it has begun an item:
 * a `PARMAP_WORKER_LOST` that bears `exitCode`, `signal` and `cause` of the last.
 *
 * @param starts how many there were
 */
export function workersCannotStart(exit: LostExit & { readonly worker: string }, starts: number): ParmapError {
  const { worker, exitCode, signal } = exit
  const why = 'cause' in exit ? `: ${describe(exit.cause)}` : ''
  const message = `No worker can be started: ${worker} ${howItEnded(exit)} before it had begun an item, the last of ${starts} in a row${why}`
  return Object.assign(new ParmapError('PARMAP_WORKER_LOST', message, causeOf(exit)), { exitCode, signal })
}

/** A worker ended while it was being closed. @internal */
export function teardownLost(exit: LostExit & { readonly worker: string }): ParmapError {
  const { worker, exitCode, signal } = exit
  return Object.assign(new ParmapError('PARMAP_WORKER_LOST', `${worker} ${howItEnded(exit)} before its teardowns were over`, causeOf(exit)), { exitCode, signal })
}

function howItEnded({ exitCode, signal, outOfMemory }: Partial<LostExit> = {}): string {
  if (outOfMemory === true) return 'ran out of memory'
  if (signal !== null && signal !== undefined) return `was ended by ${signal}`
  return exitCode !== null && exitCode !== undefined ? `exited with code ${exitCode}` : 'went away'
}

function causeOf(exit: LostExit | undefined): ErrorOptions | undefined { return exit !== undefined && 'cause' in exit ? { cause: exit.cause } : undefined }

/** What is told of a worker that ended. @internal */
export interface LostExit {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly outOfMemory: boolean
  readonly cause?: unknown
}

/** @internal */
export function unserializable(path: string, cause: unknown, failure: Failure): TaskError {
  const message = `Item ${failure.index} cannot be copied${path === '' ? '' : ` at ${path}`}: ${describe(cause)}`
  return Object.assign(new TaskError('PARMAP_UNSERIALIZABLE', message, failure, { cause }), { path })
}

/** @internal */
export function taskNotFound(module: string, exportName: string, why: string): ParmapError {
  return new ParmapError('PARMAP_TASK_NOT_FOUND', `No task \`${exportName}\` in ${module}: ${why}`)
}

/** @internal */
export function taskLoadFailed(module: string, cause: unknown): ParmapError {
  const isUntyped = (cause as { code?: unknown } | null | undefined)?.code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?tsx?(?:$|[?#])/u.test(module)
  const advice = isUntyped ? '. This Node does not load TypeScript: compile the module, register a loader (in workers by the option `preload`), or use Node 22.18 or later' : ''
  return new ParmapError('PARMAP_TASK_LOAD_FAILED', `Cannot import ${module}: ${describe(cause)}${advice}`, { cause })
}

/** @internal */
export function setupFailed(name: string, cause: unknown): ParmapError {
  return new ParmapError('PARMAP_SETUP_FAILED', `The setup of the task \`${name}\` failed: ${describe(cause)}`, { cause })
}

/** @internal */
export function taskNotPortable(backend: string, name: string): ParmapError {
  const shown = name === '' ? 'task' : name
  return new ParmapError(
    'PARMAP_TASK_NOT_PORTABLE',
    `${backend} cannot run the plain function \`${shown}\`: it does not share the caller's heap. Write one of:\n` +
      `  export const ${shown} = defineTask(import.meta.url, '${shown}', (item) => …)   in a module that exports it\n` +
      `  inlineTask((item, { state }) => …, state)   from @parmap/core/inline, for a function without captured variables`,
  )
}

/** @internal */
export function unsupported(backend: string, option: string, why: string): ParmapError {
  return new ParmapError('PARMAP_UNSUPPORTED', `${backend} cannot honour \`${option}\`: ${why}`)
}

/** @internal */
export function closed(): ParmapError {
  return new ParmapError('PARMAP_CLOSED', 'The executor has been closed: it takes no new runs, and its streams pull no more items')
}

/** @internal */
export function terminated(): ParmapError {
  return new ParmapError('PARMAP_TERMINATED', 'The executor has been terminated')
}

/** All failures of a run, in input order. @internal */
export function failedItems(errors: readonly TaskError[], total: number): AggregateError {
  return new AggregateError(errors, `${errors.length} of ${total} ${total === 1 ? 'item' : 'items'} failed`)
}

/** A wrong argument: names option, rule and value. @internal */
export function expected(name: string, rule: string, value: unknown, Kind: typeof TypeError | typeof RangeError = TypeError): TypeError | RangeError {
  return new Kind(`Expected \`${name}\` to be ${rule}, got ${show(value)}`)
}

/** A class where a function is wanted. @internal */
export function classAsTask(argument: string, name: string): TypeError {
  return new TypeError(`Expected \`${argument}\` to be a function, got the class \`${name || 'anonymous'}\`; write (item) => new ${name || 'It'}(item)`)
}

/** A value as messages show it: short, with its type, whatever it is. @internal */
export function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const kind = tag(value)
    return `an ${kind === 'Array' ? 'array' : 'object'} (${kind})`
  }
  const type = value === null ? 'null' : typeof value
  if (typeof value === 'function') return `the function \`${value.name === '' ? 'anonymous' : value.name}\``
  const text = typeof value === 'string' ? `'${value.length > 60 ? `${value.slice(0, 60)}…` : value}'` : String(value)
  return `\`${text}\` (${type})`
}

/** What kind of object this is, also when it throws at every look. @internal */
export function tag(value: object): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1)
  } catch {
    return 'Proxy' // a revoked proxy throws whatever is asked of it
  }
}

/** The message of a thrown value, which may be anything, also something that throws when looked at. */
function describe(thrown: unknown): string {
  try {
    if (thrown instanceof Error && typeof thrown.message === 'string' && thrown.message !== '') return thrown.message
    if (thrown instanceof Error) return typeof thrown.name === 'string' ? thrown.name : 'Error'
    if (typeof thrown === 'string') return thrown
    if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string') return thrown.message
  } catch {
    return 'a value that cannot be looked at'
  }
  return show(thrown)
}
