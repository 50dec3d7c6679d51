// The machine and the runtimes of a run: figures mean little without them.

import { readFileSync } from 'node:fs'
import os from 'node:os'
import { execa } from 'execa'
import { NODE_FLAGS, type Runtimes } from './entrant.ts'
import type { Python } from './python.ts'

/** Where a run took place. */
export interface Environment {
  readonly cpu: string
  /** Hardware threads that the process may use. */
  readonly cores: number
  /** Cores' worth of CPU time that the control group allows; absent where it sets no limit. */
  readonly quota: number | undefined
  readonly memoryBytes: number
  readonly system: string
  /** Of the contenders. */
  readonly node: string
  readonly v8: string
  readonly nodeFlags: readonly string[]
  readonly python: string | undefined
  /** Averages over 1, 5 and 15 minutes at the start: what else the machine was busy with. */
  readonly load: readonly number[]
}

/** Looks around. @throws where the Node of the contenders does not run */
export async function lookAround({ node }: Runtimes, python: Python): Promise<Environment> {
  const { stdout } = await execa(node, ['-p', 'JSON.stringify(process.versions)'])
  const versions = JSON.parse(stdout) as Readonly<Record<string, string>>
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    quota: cpuQuota(),
    memoryBytes: os.totalmem(),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: versions['node'] ?? 'unknown',
    v8: versions['v8'] ?? 'unknown',
    nodeFlags: NODE_FLAGS,
    python: python.version,
    load: os.loadavg(),
  }
}

/** Control groups, version 2 and version 1: microseconds of CPU time per microseconds of time. */
function cpuQuota(): number | undefined {
  const [quota, period] = read('/sys/fs/cgroup/cpu.max')?.split(' ') ??
    [read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us'), read('/sys/fs/cgroup/cpu/cpu.cfs_period_us')]
  const cores = Number(quota) / Number(period) // "max" and absent files are no numbers, version 1 says −1 for no limit
  return cores > 0 ? cores : undefined
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined // not this system, or not this version
  }
}
