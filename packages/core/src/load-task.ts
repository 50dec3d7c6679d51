// From a reference to the function that it names: one lookup for workers, the event loop and the command line.

import { setupFailed, taskLoadFailed, taskNotFound } from './errors.ts'
import { isClass } from './is-class.ts'
import { definitionOf, setupArguments, type AnyTask, type AnyTaskFunction, type TaskDefinition } from './task.ts'

/**
 * Imports the module of a reference and finds its task: `ns[name]`, else `ns.default?.[name]` (CommonJS); for
 * `default`, `ns.default`, unwrapped once if it is a transpiled module.
 *
 * @throws ParmapError PARMAP_TASK_LOAD_FAILED when the import fails, PARMAP_TASK_NOT_FOUND when no such task is there
 */
export async function loadTask(task: AnyTask): Promise<TaskDefinition> {
  const known = definitionOf(task)
  if (known !== undefined) return known
  const { module, exportName } = task
  const namespace = await importModule(module)
  const found = lookUp(namespace, exportName)
  const definition = definitionOf(found)
  if (definition === undefined) {
    if (typeof found === 'function' && isClass(found as AnyTaskFunction)) throw taskNotFound(module, exportName, 'that export is a class')
    if (typeof found === 'function') return { module, exportName, fn: found as AnyTaskFunction, setup: undefined, teardown: undefined }
    throw taskNotFound(module, exportName, found === undefined ? namesOf(namespace) : `that export is no function but ${typeof found}`)
  }
  if (definition.module !== undefined && (definition.module !== module || definition.exportName !== exportName)) {
    throw taskNotFound(module, exportName, `that export was defined as \`${definition.exportName}\` of ${definition.module}`)
  }
  return definition
}

/**
 * What the module of a reference exports under its name, whatever it is; undefined where nothing is.
 * @throws ParmapError PARMAP_TASK_LOAD_FAILED when the import fails
 */
export async function findExport({ module, exportName }: AnyTask): Promise<unknown> {
  return lookUp(await importModule(module), exportName)
}

/** A task ready to run in one worker. */
export interface LoadedTask {
  readonly fn: AnyTaskFunction
  readonly state: unknown
  readonly teardown: (() => unknown) | undefined
}

/** Makes the state of a task for this worker. @throws ParmapError PARMAP_SETUP_FAILED */
export async function setUp(task: AnyTask, { exportName, fn, setup, teardown }: TaskDefinition): Promise<LoadedTask> {
  if (setup === undefined) return { fn, state: undefined, teardown: undefined }
  try {
    const state = await setup(...(setupArguments(task) as never[]))
    return { fn, state, teardown: teardown === undefined ? undefined : () => teardown(state as never) }
  } catch (error) {
    throw setupFailed(exportName, error)
  }
}

const LONGEST_SHOWN = 1_000 // no file has such a long URL

type Namespace = Readonly<Record<string, unknown>>

async function importModule(module: string): Promise<Namespace> {
  try {
    // The comment keeps bundlers from following a name that is known only at run time.
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ module)) as Namespace
  } catch (error) {
    throw taskLoadFailed(shorten(module), error)
  }
}

/** The URL of an inline task is its whole text. */
function shorten(module: string): string {
  return module.length > LONGEST_SHOWN ? `${module.slice(0, LONGEST_SHOWN)}…` : module
}

function lookUp(namespace: Namespace, name: string): unknown {
  const fallback = namespace['default'] as Namespace | undefined | null
  if (name === 'default') return isTranspiled(fallback) ? fallback['default'] : fallback
  return namespace[name] ?? (Object(fallback) === fallback ? fallback?.[name] : undefined)
}

function isTranspiled(value: Namespace | undefined | null): value is Namespace {
  return typeof value === 'object' && value !== null && value['__esModule'] === true && 'default' in value
}

function namesOf(namespace: Namespace): string {
  const fallback = namespace['default']
  const names = new Set(Object.keys(namespace))
  if (typeof fallback === 'object' && fallback !== null) for (const name of Object.keys(fallback)) names.add(name)
  return names.size === 0 ? 'it exports nothing' : `it exports ${[...names].map((name) => `\`${name}\``).join(', ')}`
}
