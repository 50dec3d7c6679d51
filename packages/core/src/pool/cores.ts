// How many workers an executor has unless it is told: the cores that this process may use, one where it is itself a worker.

import { builtinModule } from '../async-context.ts'
import { unsupported } from '../errors.ts'
import { workerDepth } from '../worker/depth.ts'

const MOST_DEPTH = 4

const os = builtinModule<{ availableParallelism(): number }>('node:os')
const fs = builtinModule<{ readFileSync(path: string, encoding: 'utf8'): string }>('node:fs')

/** The CPU time that the process may have, in cores, of the first version of cgroups and of the second; Infinity: as much as there is. */
const QUOTAS = [
  (): number => quotient(...read('/sys/fs/cgroup/cpu.max').split(' ')),
  (): number => quotient(read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us'), read('/sys/fs/cgroup/cpu/cpu.cfs_period_us')),
]

function read(path: string): string { return fs!.readFileSync(path, 'utf8').trim() }

function quotient(quota?: string, period?: string): number {
  const cores = Number(quota) / Number(period) // 'max' is no number, and -1 means no limit
  return cores > 0 ? cores : Infinity
}

/** The CPU time that the process's cgroup allows it, in cores, which need not be whole; Infinity where there is no limit. */
export function cpuQuota(): number {
  for (const quota of QUOTAS) {
    try {
      return quota()
    } catch { /* not this version, or no cgroups at all */ }
  }
  return Infinity
}

/** The cores that this process may use: those of its affinity, and no more than its cgroup's quota, rounded up; at least 1. */
export function availableCores(): number {
  const cores = os?.availableParallelism() ?? (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ?? 1
  return Math.max(1, Math.min(cores, Math.ceil(cpuQuota())))
}

/**
 * The workers of an executor that was not told how many: as many as cores; inside a worker 1, since its siblings have the
 * other cores already.
 * @throws ParmapError PARMAP_UNSUPPORTED more than four workers deep, where a task probably makes executors without end
 */
export function defaultWorkers(backend: string): number {
  const depth = workerDepth()
  if (depth >= MOST_DEPTH) throw unsupported(backend, 'an executor made here', `it is made ${depth} workers deep, and ${MOST_DEPTH} is the most: does a task make an executor that runs the task? Where a module starts a run as it is imported, move its tasks to a file of their own, or guard it with \`if (!isWorker)\``)
  return depth > 0 ? 1 : availableCores()
}
