// @parmap/core/inline: tasks without a module of their own. Apart from the main entry because it loads a parser, which
// nobody else needs.

import { expected } from './errors.ts'
import { carrierUrl, CARRIER_EXPORT } from './inline/carrier.ts'
import { refuseDependence } from './inline/dependence.ts'
import { parseFunction } from './inline/parse-function.ts'
import { isTask, taskWithData, type AnyTaskFunction, type Task, type TaskContext } from './task.ts'
import { isThenable } from './thenable.ts'

/**
 * A task that travels as the source text of its function, to any backend. The text leaves the scope around it behind,
 * on the event loop too: what the function needs comes as its item, as `state`, or is imported inside it. It runs as
 * strict mode code.
 *
 * ```ts
 * const scale = inlineTask((n: number, { state }) => n * state.factor, { factor: 3 })
 * await executor.map(scale, [1, 2, 3]) // [3, 6, 9]
 * ```
 *
 * Names are looked up where the function runs: `import { setTimeout } from 'node:timers/promises'` is not seen, and the
 * global `setTimeout` is taken in its place. An item is left out of the results by returning
 * `Symbol.for('parmap.skip') as Skip`, since `skip` would be a captured variable. Costs about a millisecond per call,
 * and the runtime keeps each different text it has loaded for good: make the task once, not once per run.
 *
 * @param fn an arrow function, a function, or a method that uses no `this`
 * @param state becomes `context.state`: a copy in each worker, sent once; the very same on the event loop
 * @throws TypeError naming each variable of the scope around it that the function uses and that is not global, and for
 *   `this`, `super`, `arguments` of an arrow function, `import.meta`, relative or bare `import()`, generators, classes,
 *   native and bound functions; each with what to write instead
 */
export function inlineTask<I, R>(fn: (item: I, context: TaskContext) => R): Task<I, Awaited<R>>
export function inlineTask<I, R, S>(fn: (item: I, context: TaskContext<S>) => R, state: S): Task<I, Awaited<R>>
export function inlineTask(fn: AnyTaskFunction, state?: unknown): unknown {
  if (typeof fn !== 'function') throw expected('fn', 'a function', fn)
  if (isTask(fn)) throw expected('fn', 'a plain function; this is a task already, executors take it as it is', fn)
  if (isThenable(state)) throw expected('state', 'the value itself, not a promise of it; await it first', state)
  const parsed = parseFunction(fn)
  const inserted = refuseDependence(parsed)
  // Given data even without a state: a worker then knows the task by its data, and need not compare texts.
  return taskWithData(carrierUrl(parsed, inserted), CARRIER_EXPORT, state)
}
