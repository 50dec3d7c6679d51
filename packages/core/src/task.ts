// What is run: plain functions, and references that any worker can load. Knows how a task is named and written down,
// not how it is loaded (load-task.ts) or run (run-batch.ts).

import { classAsTask, expected } from './errors.ts'
import { isClass } from './is-class.ts'
import { moduleUrl } from './module-url.ts'
import { checkOption, checkOptions, type OptionRule } from './options.ts'

/** What a task is given beside its item. Read what you need from it: `signal`, `state` and `worker` are getters, which a spread copy lacks. */
export interface TaskContext<S = undefined> {
  /** Place in the input, from 0; 0 for `submit`. */
  readonly index: number
  /** Which attempt this is, from 1. */
  readonly attempt: number
  /** Aborted on timeout and on cancel. Made when it is first read: tasks that do not look at it do not pay for it. */
  readonly signal: AbortSignal
  /** What `setup` returned, once per worker. */
  readonly state: S
  /** `main` on the event loop, `thread-3`, `process-4711`. */
  readonly worker: string
}

/** A plain function as a task: accepted where the backend shares the caller's heap. */
export type TaskFunction<I, R> = (item: I, context: TaskContext) => R

declare const types: unique symbol

/** A reference any worker can load. Data, not callable: what importTask and inlineTask return, what executors take. */
export interface Task<I, O> {
  readonly module: string
  readonly exportName: string
  readonly [types]?: (item: I) => O // phantom, as a function: a task for wider items fits narrower ones
}

/** What defineTask returns: the reference, and the plain function (a sync function stays sync when called by hand). */
export interface DefinedTask<I, R, S = undefined> extends Task<I, Awaited<R>> {
  (
    item: I,
    ...context: S extends undefined ? [context?: Partial<TaskContext>] : [context: Partial<TaskContext<S>> & { readonly state: S }]
  ): R
}

/** A task whose setup needs data; `.with(data)` sends the data once to each worker, not with each item. */
export interface TaskWithData<I, R, D> {
  with(data: D): Task<I, Awaited<R>>
}

/** What runs once per worker before and after the items. */
export interface Setup<S, A extends readonly unknown[]> {
  /** Makes the worker's state, given the data of `task.with(data)`; before the first item. */
  readonly setup: (...data: A) => S | PromiseLike<S>
  /** Called with the state when the worker leaves. */
  readonly teardown?: ((state: S) => void | PromiseLike<void>) | undefined
}

/** A task of unknown types, as the engine handles it. @internal */
export type AnyTask = Task<never, unknown>
/** A task function of unknown types, as the worker side calls it. @internal */
export type AnyTaskFunction = (item: never, context: never) => unknown

/** What an export made by defineTask bears. @internal */
export interface TaskDefinition {
  /** Undefined where the definition has no name of its own, as that of an inline task. */
  readonly module: string | undefined
  readonly exportName: string
  readonly fn: AnyTaskFunction
  readonly setup: ((...data: never[]) => unknown) | undefined
  readonly teardown: ((state: never) => unknown) | undefined
}

const FUNCTION_RULE: OptionRule = { rule: 'a function', type: (value) => typeof value === 'function' }
const SETUP_RULES: Readonly<Record<keyof Setup<unknown, never[]>, OptionRule>> = { setup: FUNCTION_RULE, teardown: FUNCTION_RULE }

const DEFINITION = Symbol.for('parmap.task')
const DATA = Symbol.for('parmap.data')

/**
 * Names a function as a task: still the plain function when called by hand, a reference when given to an executor.
 * Workers import `module` and take its export `exportName`, which must be this very task.
 *
 * ```ts
 * export const double = defineTask(import.meta.url, 'double', (n: number) => n * 2)
 * export const find = defineTask(import.meta.url, 'find', (key: string, { state }) => state.get(key), {
 *   setup: (rows: [string, number][]) => new Map(rows), // once per worker; find.with(rows) is the task to run
 * })
 * ```
 *
 * @param module absolute URL of the module that exports it: `import.meta.url`
 * @param exportName the name under which the module exports it
 * @param fn the function; a result that is a thenable is awaited
 * @param options `setup(data)` makes the state of each worker, `teardown(state)` ends it
 * @throws TypeError for a module that is no absolute URL, a name that is no string, a fn that is no function or a class
 */
export function defineTask<I, R>(module: string | URL, exportName: string, fn: (item: I, context: TaskContext) => R): DefinedTask<I, R>
export function defineTask<I, R, S>(module: string | URL, exportName: string, fn: (item: I, context: TaskContext<S>) => R, options: Setup<S, []>): DefinedTask<I, R, S>
export function defineTask<I, R, S, D>(module: string | URL, exportName: string, fn: (item: I, context: TaskContext<S>) => R, options: Setup<S, [data: D]>): TaskWithData<I, R, D>
export function defineTask(module: string | URL, exportName: string, fn: AnyTaskFunction, options?: Setup<unknown, never[]>): unknown {
  const url = moduleUrl(module)
  if (typeof exportName !== 'string' || exportName === '') throw expected('exportName', 'the name of an export', exportName)
  if (typeof fn !== 'function') throw expected('fn', 'a function', fn)
  if (isClass(fn)) throw classAsTask('fn', fn.name)
  checkOptions('options', options, SETUP_RULES, '`defineTask`')
  if (options !== undefined) checkOption('options.setup', options.setup, SETUP_RULES.setup)
  const definition: TaskDefinition = { module: url, exportName, fn, setup: options?.setup, teardown: options?.teardown }
  const byHand = (item: never, context?: Partial<TaskContext>): unknown => fn(item, byHandContext(context) as never)
  Object.defineProperty(byHand, 'name', { value: exportName })
  const reference = { module: url, exportName, [DEFINITION]: definition }
  const withData = options && { with: (data: unknown) => Object.freeze({ ...reference, [DATA]: [data] }) }
  return Object.assign(byHand, reference, withData)
}

/**
 * Refers to a task in a module that the caller never loads; types come from the type of the export.
 *
 * ```ts
 * const thumb = importTask<typeof import('./thumb.ts').thumb>(new URL('./thumb.js', import.meta.url), 'thumb')
 * ```
 *
 * @param module absolute URL: `new URL('./x.js', import.meta.url)`, `import.meta.resolve('pkg')`
 * @param exportName the export; default `'default'`
 * @throws TypeError for a module that is no absolute URL, or a name that is no string
 */
export function importTask<F extends (item: never, context: never) => unknown = (item: unknown) => unknown>(
  module: string | URL,
  exportName = 'default',
): Task<Parameters<F>[0], Awaited<ReturnType<F>>> {
  if (typeof exportName !== 'string' || exportName === '') throw expected('exportName', 'the name of an export', exportName)
  return Object.freeze({ module: moduleUrl(module), exportName })
}

/** A reference whose definition is loaded from `module` and set up with `data`: for workers, what {@link setupArguments} told of the original. */
export function taskWithData(module: string, exportName: string, data: unknown): AnyTask {
  return Object.freeze({ module, exportName, [DATA]: [data] })
}

/** A reference to the same task with another definition, and data of its own. @internal */
export function redefined({ module, exportName }: AnyTask, definition: TaskDefinition, data: readonly unknown[]): AnyTask {
  return Object.freeze({ module, exportName, [DEFINITION]: definition, [DATA]: data })
}

/** Whether a value is a reference: data that names a module and an export. */
export function isTask(value: unknown): value is AnyTask {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  const { module, exportName } = value as Partial<AnyTask>
  return typeof module === 'string' && typeof exportName === 'string'
}

/** The definition that a reference or an export bears, if any. @internal */
export function definitionOf(value: unknown): TaskDefinition | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  return (value as { readonly [DEFINITION]?: TaskDefinition })[DEFINITION]
}

/** What `.with(data)` attached: the arguments of setup; `[]` without it. */
export function setupArguments(task: AnyTask): readonly unknown[] {
  return (task as { readonly [DATA]?: readonly unknown[] })[DATA] ?? []
}

/** A context for calls by hand: what the caller gave, the rest as for a single item that nobody cancels. */
function byHandContext(given: Partial<TaskContext> = {}): unknown {
  if ('signal' in given && 'worker' in given) return given // a task that calls another passes its own context on
  let signal: AbortSignal | undefined
  return { index: 0, attempt: 1, state: undefined, worker: 'main', get signal() { return (signal ??= new AbortController().signal) }, ...given }
}
