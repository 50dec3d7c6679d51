// Checks what to run and on what, before anything runs.

import type { Backend } from './backend.ts'
import { classAsTask, expected, taskNotPortable } from './errors.ts'
import { isClass } from './is-class.ts'
import type { Items } from './outcome.ts'
import { checkScheme } from './module-url.ts'
import { isTask, type AnyTask, type AnyTaskFunction } from './task.ts'

/** @throws TypeError when it is no task, ParmapError PARMAP_TASK_NOT_PORTABLE for a plain function that cannot be run */
export function checkTask(task: unknown, items: unknown, { name, capabilities }: Backend): AnyTask | AnyTaskFunction {
  if (isTask(task)) {
    checkScheme(task.module)
    return task
  }
  if (typeof task === 'function') {
    if (isClass(task as AnyTaskFunction)) throw classAsTask('task', task.name)
    if (capabilities.functions === 'any') return task as AnyTaskFunction
    throw taskNotPortable(name, task.name)
  }
  const isSwapped = isIterable(task) && (typeof items === 'function' || isTask(items))
  throw expected('task', isSwapped ? 'the first argument and the items the second: they are swapped' : 'a function or a task', task)
}

/** @throws TypeError when they are no iterable, or one that is hardly meant */
export function checkItems(items: unknown): Items<unknown> {
  if (typeof items === 'string') throw expected('items', 'an iterable of items; a string would give its characters, so write [...string] for those', items)
  if (isIterable(items)) return items
  const isArrayLike = typeof items === 'object' && items !== null && typeof (items as ArrayLike<unknown>).length === 'number'
  throw expected('items', isArrayLike ? 'an iterable; write Array.from(items) for an array-like' : 'an iterable or async iterable', items)
}

function isIterable(value: unknown): value is Items<unknown> {
  if (typeof value !== 'object' && typeof value !== 'function' || value === null) return false
  const { [Symbol.iterator]: iterator, [Symbol.asyncIterator]: asyncIterator } = value as Partial<Iterable<unknown> & AsyncIterable<unknown>>
  return typeof iterator === 'function' || typeof asyncIterator === 'function'
}
