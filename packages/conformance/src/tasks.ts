// @parmap/conformance/tasks: the tasks that the rules run. A module that every worker loads by its URL; it needs nothing
// but the runtime.

import type { TaskContext } from '@parmap/core'
import { move, skip } from '@parmap/core'
import { defineAnywhere } from './anywhere.ts'
import { contextStorage } from './context-storage.ts'
import { thrownSample, type ThrownName } from './error-samples.ts'
import { sample } from './samples.ts'
import { setUpState, tearDownState, type Stateful, type WorkerState } from './stateful.ts'
import { steeredBy, type WayOfDying } from './steered.ts'
import type { Death, SteeredItem } from './steering.ts'

export { steeredBy, type WayOfDying } from './steered.ts'

const NEVER = new Promise<never>(() => undefined)

async function dieReally(death: Death): Promise<never> {
  if (death.end === 'exit') process.exit(death.code)
  if (death.end === 'signal') process.kill(process.pid, death.signal)
  else hoard()
  return NEVER
}

/** Does what the kit orders: see control.ts. */
export const steered: ReturnType<typeof steeredBy> = steeredBy({
  die: dieReally,
  block() {
    for (;;); // what no signal reaches
  },
})

/** Gives its item back. */
export function echo(item: unknown): unknown { return item }

/** Gives its item back later. */
export async function echoLater(item: unknown): Promise<unknown> { return item }

/** Computes for so many milliseconds without a break, then gives them back. */
export function spin(ms: number): number {
  const until = performance.now() + ms
  while (performance.now() < until);
  return ms
}

/** Computes for so many milliseconds without a break, then says in which worker. */
export function spinWhere(ms: number, { worker }: TaskContext): string {
  spin(ms)
  return worker
}

/** Waits for so many milliseconds, then gives them back. */
export async function wait(ms: number): Promise<number> {
  await new Promise((resolve) => { setTimeout(resolve, ms) })
  return ms
}

/** Leaves odd numbers out. */
export function evenOnly(item: number): number | typeof skip { return item % 2 === 0 ? item : skip }

/** Fails on odd numbers. */
export function evenOrFail(item: number): number {
  if (item % 2 === 0) return item
  throw new Error(`${item} is odd`)
}

/** What a task is told beside its item. */
export function context(_item: unknown, { index, attempt, worker }: TaskContext): { readonly index: number; readonly attempt: number; readonly worker: string } {
  return { index, attempt, worker }
}

/** Gives a thenable that settles three times. */
export function settleTwice(item: unknown): PromiseLike<unknown> {
  return {
    // oxlint-disable-next-line no-thenable
    then(resolve?: ((value: unknown) => unknown) | null, reject?: ((error: unknown) => unknown) | null) {
      resolve?.(item)
      reject?.(new Error('settled before'))
      resolve?.('settled before')
      return undefined as never
    },
  } as PromiseLike<unknown>
}

/** Fills the memory of its worker. */
function hoard(): void {
  const kept: unknown[] = []
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, n) => ({ n })))
}

/** Gives a value, fails, leaves its item out, or gives a value later, by turns. */
export function fourWays(item: number): unknown {
  switch (item % 4) {
    case 0: return item
    case 1: throw new Error(`item ${item} failed`)
    case 2: return skip
    default: return Promise.resolve(item)
  }
}

/** Throws its item. */
export function throwItem(item: unknown): never { throw item }

/** Throws its item later. */
export async function rejectItem(item: unknown): Promise<never> { throw item }

/** Gives a value by its name. */
export function giveSample(name: string): unknown { return sample(name) }

/** Throws a value by its name. */
export function throwSample(name: ThrownName): never { throw thrownSample(name) }

/** Cannot be set up. */
export const unready: (item: unknown) => unknown = defineAnywhere('unready', echo, () => { throw new Error('not ready at all') })

/** Makes the task whose setup ends its worker. A backend whose workers only pretend to die has its own way. */
export function stillbornBy(way: Pick<WayOfDying, 'die'>): (item: unknown) => unknown {
  return defineAnywhere('stillborn', echo, () => way.die({ end: 'exit', code: 7 }))
}

/** Its worker does not live to see an item. */
export const stillborn: (item: unknown) => unknown = stillbornBy({ die: dieReally })

/** Gives for odd numbers what cannot be copied. */
export function unsendableIfOdd(item: number): unknown { return item % 2 === 0 ? item : { list: [{ bad: () => item }] } }

/** As `steered`, in a worker that is set up. */
export const stateful: (item: SteeredItem) => Promise<Stateful> = defineAnywhere(
  'stateful',
  async (item: SteeredItem, given: TaskContext<WorkerState>): Promise<Stateful> => {
    await steered(item, given as TaskContext<never>)
    const { state, worker } = given
    return { worker, setup: state.key, label: state.label }
  },
  setUpState,
  tearDownState,
)

/** Moves a buffer of so many bytes to its caller. */
export function moveBuffer(bytes: number): ArrayBuffer {
  movedLast = new Uint8Array(bytes).fill(7).buffer
  return move(movedLast)
}

let movedLast: ArrayBuffer | undefined

/** What is left here of the buffer that was moved last. */
export function bytesLeft(_item: unknown): number { return movedLast?.byteLength ?? -1 }

/** Gives its item as a moved one. */
export function moveItem(item: object): object { return move(item, []) }

/** The caller's context as it is seen at first and later. */
export async function seenContext(_item: unknown): Promise<readonly [first: string | undefined, later: string | undefined]> {
  const first = contextStorage().getStore()
  await new Promise((resolve) => { setImmediate(resolve) })
  return [first, contextStorage().getStore()]
}
