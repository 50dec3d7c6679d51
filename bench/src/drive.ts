// Drives a contender through a job in the way that the workload asks for.

import type { CallWayName, Contender, Job, PoolMap, Ways } from './contender.ts'
import { Digest } from './digest.ts'

/** Runs a job to its end and gives the results in the order in which they were handed over. */
export type Drive = (job: Job) => Promise<readonly unknown[]>

/** One entry per way. */
export type Drivers<D> = { readonly [W in CallWayName]: (run: Ways[W]) => D }

/** What is in the loops is part of what is measured, so it is as little as can be. */
const drivers: Drivers<Drive> = {
  map: (run) => run,
  stream: (run) => async (job) => {
    const results: unknown[] = new Array(job.items.length)
    let count = 0
    for await (const value of run(job)) results[count++] = value
    results.length = count
    return results
  },
  unordered: (run) => async (job) => {
    const placeOf = needed(job.placeOf, 'placeOf')
    const results: unknown[] = new Array(job.items.length)
    let count = 0
    for await (const value of run(job)) {
      results[placeOf(value)] = value
      count++
    }
    if (count !== job.items.length) results.length = count
    return results
  },
  flow: (run) => async ({ source, ...job }) => {
    const digest = new Digest()
    for await (const value of run({ ...job, items: needed(source, 'source')() })) digest.add(value as number)
    return digest.end()
  },
  pool: drivePool,
  cold: drivePool,
  move: drivePool,
}

function drivePool(open: Ways['pool']): Drive {
  let map: PoolMap | undefined
  return ({ pooled: maybe, items }) => {
    const pooled = needed(maybe, 'pooled')
    map ??= open(pooled)
    return pooled.maps === undefined ? map(items) : mapParts(map, items, Math.ceil(items.length / pooled.maps))
  }
}

/** @throws where the workload lacks what its way needs */
export function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The workload has no ${name}, which its way needs`)
  return value
}

async function mapParts(map: PoolMap, items: readonly unknown[], size: number): Promise<unknown[]> {
  const results: unknown[] = []
  for (let start = 0; start < items.length; start += size) results.push(...(await map(items.slice(start, start + size))))
  return results
}

/** Loads what the contender needs for this way. @throws where it has no such way, or its package is missing */
export function loadDrive(contender: Contender, way: CallWayName): Promise<Drive> {
  return load(contender, way, drivers)
}

/** Loads what the contender needs, and has it driven by the driver of this way. @throws as {@link loadDrive} */
export async function load<D, W extends CallWayName = CallWayName>(contender: Contender, way: W, by: Drivers<D>): Promise<D> {
  const offered = contender[way]
  if (offered === undefined) throw new Error(`The contender has no way to ${way}`)
  return by[way]((await offered.load()) as Ways[W])
}
