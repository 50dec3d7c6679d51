// What users write must infer without a generic, and what is wrong must be red in their editor. Compiled, never run.

import { createExecutor, type Backend } from '@parmap/core'
import {
  asyncExecutor,
  defineTask,
  importTask,
  map,
  move,
  ParmapError,
  skip,
  TaskError,
  type DefinedTask,
  type ErrorMode,
  type Executor,
  type Functions,
  type MapOptions,
  type Outcome,
  type Settled,
  type SubmitOptions,
  type Task,
  type TaskContext,
  type TaskWithData,
} from '@parmap/async'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** Compiles only for true. */
function sure<_T extends true>(): void {}

declare const backend: Backend
const local = asyncExecutor({ concurrency: 5 })
const remote: Executor = createExecutor(backend)

// ---- executors
const anywhere: Executor = local
// @ts-expect-error an executor of references does not take plain functions
const here: Executor<Functions> = remote
sure<Same<typeof local, Executor<Functions>>>()

// ---- plain functions: items and results are inferred
const numbers = local.map((n) => n * 2, [1, 2])
sure<Same<typeof numbers, Promise<number[]>>>()
const texts = local.map(async (n) => n.toFixed(), new Set([1]))
sure<Same<typeof texts, Promise<string[]>>>()
const awaited = local.map((n) => n + 1, [Promise.resolve(1), 2])
sure<Same<typeof awaited, Promise<number[]>>>()
const entries = local.map(([key, value]) => key.length + value, new Map([['a', 1]]))
sure<Same<typeof entries, Promise<number[]>>>()
async function* source(): AsyncGenerator<string> { yield 'a' }
const lengths = local.map((text, { index, attempt, signal, worker }) => [text.length, index, attempt, signal.aborted, worker] as const, source())
sure<Same<typeof lengths, Promise<(readonly [number, number, number, boolean, string])[]>>>()
const roots = local.map(Math.sqrt, new Float64Array(3))
sure<Same<typeof roots, Promise<number[]>>>()
const either = local.map((n) => (n > 1 ? Promise.resolve('late') : 'soon'), [1])
sure<Same<typeof either, Promise<string[]>>>()
const oneShot = map(async (n) => n > 1, [1, 2], { concurrency: 3 })
sure<Same<typeof oneShot, Promise<boolean[]>>>()

// ---- skip and error modes shape the result
const half = (n: number): number | typeof skip => (n % 2 === 0 ? n / 2 : skip)
const halves = local.map(half, [1, 2])
sure<Same<typeof halves, Promise<number[]>>>()
const asyncHalves = local.map(async (n) => half(n), [1, 2])
sure<Same<typeof asyncHalves, Promise<number[]>>>()
const collected = local.map(half, [1], { errors: 'collect' })
sure<Same<typeof collected, Promise<number[]>>>()
const settled = local.map(half, [1], { errors: 'settle' })
sure<Same<typeof settled, Promise<Settled<number>[]>>>()
const byDefault = local.map(half, [1], { errors: undefined })
sure<Same<typeof byDefault, Promise<number[]>>>()
declare const mode: ErrorMode | undefined
declare const options: MapOptions
const unknownMode = local.map(half, [1], { errors: mode })
sure<Same<typeof unknownMode, Promise<(number | Settled<number>)[]>>>()
const anyOptions = local.map(half, [1], options)
sure<Same<typeof anyOptions, Promise<(number | Settled<number>)[]>>>()

// ---- every option may be undefined, as under exactOptionalPropertyTypes
declare const signal: AbortSignal | undefined
declare const limit: number | undefined
void local.map(half, [1], { signal, timeout: limit, retries: limit, priority: limit, concurrency: limit, window: limit, batchSize: limit, idempotent: undefined })
void local.map(half, [1], { batchSize: 'auto', retries: { limit: 2, delay: undefined, retryIf: (error) => error.index > 0 && error.code !== 'X' } })
void local.map(half, [1], { retries: { limit: 1, delay: (attempt, error) => attempt * error.attempts } })
void local.submit(half, 1, { signal, timeout: limit, retries: limit } satisfies SubmitOptions)
asyncExecutor({ concurrency: limit, rateLimit: undefined })

// ---- callbacks know the types
void local.map((n) => ({ id: n }), [1], {
  errors: 'settle',
  onProgress: ({ completed, failed, skipped, running, total, ms }) => { (completed + failed + skipped + running + (total ?? 0) + ms).toFixed() },
  onOutcome: (outcome) => {
    sure<Same<typeof outcome, Outcome<{ id: number }>>>()
    switch (outcome.status) {
      case 'fulfilled': return void outcome.value.id.toFixed()
      case 'rejected': return void outcome.reason.index.toFixed()
      case 'skipped': return void outcome.ms
    }
  },
})
void local.map(half, [1], { onOutcome: (outcome) => { sure<Same<typeof outcome, Outcome<number>>>() } })

// ---- wrong calls are red
// @ts-expect-error an option that is misspelt
void local.map(half, [1], { concurency: 3 })
// @ts-expect-error a mode that there is not
void local.map(half, [1], { errors: 'ignore' })
// @ts-expect-error forEach keeps no records: failures would be told to nobody
void local.forEach(half, [1], { errors: 'settle' })
void local.forEach(half, [1], { errors: 'settle', onOutcome: (outcome) => { sure<Same<typeof outcome, Outcome<number>>>() } })
// @ts-expect-error submit has one item only
void local.submit(half, 1, { concurrency: 2 })
// @ts-expect-error items that the task does not take
void local.map((n: number) => n, ['a'])
// @ts-expect-error no iterable
void local.map(half, 5)
// @ts-expect-error an array-like is no iterable
void local.map(half, { length: 1, 0: 1 })
// @ts-expect-error swapped
void local.map([1], half)
// @ts-expect-error a rate limit needs both numbers
asyncExecutor({ rateLimit: { limit: 1 } })
// @ts-expect-error a plain function where only references can be run
void remote.map((n: number) => n, [1])

// ---- named tasks
const square = defineTask(import.meta.url, 'square', (n: number) => n * n)
sure<Same<typeof square, DefinedTask<number, number>>>()
sure<Same<ReturnType<typeof square>, number>>()
const byHand: number = square(3, { index: 1 })
const slow = defineTask(new URL(import.meta.url), 'slow', async (n: number) => n * n)
sure<Same<ReturnType<typeof slow>, Promise<number>>>()
const remoteSquares = remote.map(slow, [1])
sure<Same<typeof remoteSquares, Promise<number[]>>>()
const wide = defineTask(import.meta.url, 'wide', (value: number | string) => `${value}`)
const narrow = local.map(wide, [1, 2])
sure<Same<typeof narrow, Promise<string[]>>>()
// @ts-expect-error a task for numbers
void remote.map(square, ['a'])
const maybe = defineTask(import.meta.url, 'maybe', (n: number) => half(n))
const kept = remote.map(maybe, [1])
sure<Same<typeof kept, Promise<number[]>>>()

// ---- state and data
const find = defineTask(import.meta.url, 'find', (id: string, { state }) => state.get(id), {
  setup: async () => new Map<string, number>(),
  teardown: (state) => { state.clear() },
})
const found = remote.map(find, ['a'])
sure<Same<typeof found, Promise<(number | undefined)[]>>>()
find('a', { state: new Map() })
// @ts-expect-error called by hand it needs its state
find('a')
// @ts-expect-error state that nobody sets up
defineTask(import.meta.url, 'stateless', (id: string, context: TaskContext<Map<string, number>>) => context.state.get(id))
const scale = defineTask(import.meta.url, 'scale', (n: number, { state }) => n * state.factor, { setup: (factor: number) => ({ factor }) })
sure<Same<typeof scale, TaskWithData<number, number, number>>>()
const scaled = remote.map(scale.with(3), [1])
sure<Same<typeof scaled, Promise<number[]>>>()
// @ts-expect-error its data is missing
void remote.map(scale, [1])
// @ts-expect-error data of another type
scale.with('3')

// ---- references
const byType = importTask<typeof square>(new URL('./tasks.js', import.meta.url), 'square')
sure<Same<typeof byType, Task<number, number>>>()
const byFunction = remote.map(importTask<(path: string) => Promise<Uint8Array>>('file:///t.js', 'read'), ['a'])
sure<Same<typeof byFunction, Promise<Uint8Array[]>>>()
const untyped = remote.map(importTask('file:///t.js'), [1])
sure<Same<typeof untyped, Promise<unknown[]>>>()

// ---- move keeps its type
const buffer = move(new ArrayBuffer(8))
sure<Same<typeof buffer, ArrayBuffer>>()
const view = move(new Uint8Array(8), [new ArrayBuffer(8)])
sure<Same<typeof view, Uint8Array<ArrayBuffer>>>()
// @ts-expect-error a number cannot be moved
move(5)

// ---- streams, one item, none
async function read(): Promise<void> {
  await using stream = local.imap(async (n) => n * 2, [1])
  for await (const value of stream) sure<Same<typeof value, number>>()
  for await (const record of local.imapUnordered(half, [1], { errors: 'settle' })) sure<Same<typeof record, Settled<number>>>()
  const one = await local.submit(async (n) => n > 1, 1)
  sure<Same<typeof one, boolean>>()
  const none = await local.forEach(half, [1])
  sure<Same<typeof none, void>>()
  await using executor = asyncExecutor()
  executor.concurrency = 4
}

// ---- code that is written for any executor
const measure = (executor: Executor, task: Task<string, number>, items: Iterable<string>): Promise<number[]> => executor.map(task, items)
void measure(local, defineTask(import.meta.url, 'size', (text: string) => text.length), ['a'])

// ---- errors
declare const error: unknown
if (error instanceof TaskError) sure<Same<[typeof error.index, typeof error.attempts, typeof error.worker, typeof error.code], [number, number, string | undefined, string]>>()
if (error instanceof ParmapError) sure<Same<typeof error.code, string>>()

void [anywhere, here, byHand, read]
