// How far a contender has to be driven until it has given its first result: where all are handed over at the end, through a
// map of one item; where they are handed over one by one, to the first, after which it is told that nobody wants more.

import type { CallWayName, Contender, Job, Ways } from './contender.ts'
import { load, needed, type Drivers } from './drive.ts'

/** A result, and the place of its item; `undefined`: of which item it is cannot be told. */
export interface FirstResult {
  readonly value: unknown
  readonly place: number | undefined
}

/** Runs a job until there is a result. */
type First = (job: Job) => Promise<FirstResult>

const firsts: Drivers<First> = {
  map: (run) => async (job) => inPlace(await run(job)),
  stream: (run) => async (job) => ({ value: await firstOf(run(job)), place: 0 }),
  unordered: (run) => async (job) => {
    const value = await firstOf(run(job))
    return { value, place: needed(job.placeOf, 'placeOf')(value) }
  },
  // What is right is known as a digest of all.
  flow: (run) => async ({ source, ...job }) => ({ value: await firstOf(run({ ...job, items: needed(source, 'source')() })), place: undefined }),
  pool: firstOfPool,
  cold: firstOfPool,
  move: firstOfPool,
}

/** Ways that hand over results one by one. */
const STREAMED: ReadonlySet<CallWayName> = new Set(['stream', 'unordered', 'flow'])

/** Whether the first result comes before the last: the case is to be as it is. Else it is to be one of a single item. */
export function isStreamed(way: CallWayName): boolean {
  return STREAMED.has(way)
}

/** Loads what the contender needs for this way. @throws where it has no such way, or its package is missing */
export function loadFirst(contender: Contender, way: CallWayName): Promise<First> {
  return load(contender, way, firsts)
}

function firstOfPool(open: Ways['pool']): First {
  return async ({ pooled, items }) => inPlace(await open(needed(pooled, 'pooled'))(items)) // in one map: of one item there are not several
}

function inPlace(results: readonly unknown[]): FirstResult {
  return { value: results[0], place: 0 }
}

async function firstOf(stream: AsyncIterable<unknown>): Promise<unknown> {
  for await (const value of stream) return value
  return undefined
}
