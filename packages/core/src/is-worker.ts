// Whether this is a worker: what a module asks that is both a program and the home of its tasks.

/** Set on globalThis in every worker, so that each copy of this package that is loaded there knows. See {@link isWorker}. @internal */
export const WORKER_MARK: unique symbol = Symbol.for('parmap.worker')

/**
 * True in a worker of a backend that runs tasks elsewhere, false in the program itself, where the event loop's tasks
 * run too. Guards what must not happen again when a worker imports the module of a task.
 *
 * ```ts
 * export const double = defineTask(import.meta.url, 'double', (n: number) => n * 2)
 * if (!isWorker) console.log(await executor.map(double, [1, 2, 3]))
 * ```
 */
export let isWorker: boolean = WORKER_MARK in globalThis // not constant: a worker's entry has loaded this package before it can say so

/** For backends: called by the entry of every worker, before it loads anything of the user's. See {@link isWorker}. */
export function markWorker(): void {
  Object.assign(globalThis, { [WORKER_MARK]: true })
  isWorker = true
}
