// Drives a contender through a job in the way that the workload asks for. One entry per way.

import type { Contender, Job, PoolMap, Ways, WayName } from './contender.ts'

/** Runs a job to its end and gives the results in the order in which they were handed over. */
export type Drive = (job: Job) => Promise<readonly unknown[]>

const drivers: { readonly [W in WayName]: (run: Ways[W]) => Drive } = {
  map: (run) => run,
  stream: (run) => async (job) => {
    const results: unknown[] = new Array(job.items.length)
    let count = 0
    for await (const value of run(job)) results[count++] = value
    results.length = count
    return results
  },
  pool: (open) => {
    let map: PoolMap | undefined
    return ({ pooled, items }) => {
      if (pooled === undefined) throw new Error('The workload has no task for workers')
      map ??= open(pooled)
      return pooled.maps === undefined ? map(items) : mapParts(map, items, Math.ceil(items.length / pooled.maps))
    }
  },
}

async function mapParts(map: PoolMap, items: readonly unknown[], size: number): Promise<unknown[]> {
  const results: unknown[] = []
  for (let start = 0; start < items.length; start += size) results.push(...(await map(items.slice(start, start + size))))
  return results
}

/** Loads what the contender needs for this way. @throws where it has no such way, or its package is missing */
export function loadDrive(contender: Contender, way: WayName): Promise<Drive> {
  return load(contender, way)
}

async function load<W extends WayName>(contender: Contender, way: W): Promise<Drive> {
  const offered = contender[way]
  if (offered === undefined) throw new Error(`The contender has no way to ${way}`)
  return drivers[way]((await offered.load()) as Ways[W])
}
