// Whether a worker is about to load the module of a task: what starts a run then is that module itself, once in each worker.

import { unsupported } from './errors.ts'

/** Set on globalThis by a worker, so that each copy of this package that is loaded there knows. */
const LOADING: unique symbol = Symbol.for('parmap.loading')

/** Tells the URL of a module; undefined where none is being loaded, or a task runs that may start what it likes. */
type LoadingModule = () => string | undefined

/** For a worker: how it tells. @internal */
export function tellLoading(loading: LoadingModule): void { Object.assign(globalThis, { [LOADING]: loading }) }

/** @throws ParmapError PARMAP_UNSUPPORTED when a worker loads the module of a task meanwhile */
export function refuseWhileLoading(backend: string): void {
  const module = (globalThis as { [LOADING]?: LoadingModule })[LOADING]?.()
  if (module === undefined) return
  throw unsupported(backend, 'a run started here', `a worker is loading ${module}, which starts it as it is imported. Move its tasks to a file of their own, or guard it with \`if (!isWorker)\``)
}
