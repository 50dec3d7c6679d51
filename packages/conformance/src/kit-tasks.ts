// References to the tasks of the kit, as the rules give them to executors.

import { importTask, type Task } from '@parmap/core'

type Module = typeof import('./tasks.ts')
type TaskName = { [K in keyof Module]: Module[K] extends (item: never, context: never) => unknown ? K : never }[keyof Module]

/** The tasks by their names. */
export type KitTasks = { readonly [K in Exclude<TaskName, 'steeredBy' | 'stillbornBy'>]: Task<Parameters<Module[K]>[0], Awaited<ReturnType<Module[K]>>> }

/** The kit's own module of tasks. */
export const TASKS: URL = new URL('./tasks.js', import.meta.url)

/** References into a module of tasks. */
export function kitTasks(module: URL): KitTasks {
  const known = new Map<string, unknown>()
  return new Proxy({} as KitTasks, {
    get(_target, name) {
      if (!known.has(String(name))) known.set(String(name), importTask(module, String(name)))
      return known.get(String(name))
    },
  })
}
