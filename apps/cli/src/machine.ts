// What the command has to work with: this Node, on this machine, within the limits that are set to the process.

import { availableCores, cpuQuota } from '@parmap/core/pool'
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { formatMemory } from './numbers.ts'

/** A name and what is to be said of it. */
export type Fact = readonly [name: string, text: string]

/** The facts about Node and the machine. */
export function machineFacts(): readonly Fact[] {
  return [
    ['Node', `${process.version} on ${process.platform} ${process.arch}`],
    ['cores', coresFact()],
    ['quota', quotaFact(cpuQuota())],
    ['memory', memoryFact()],
  ]
}

function coresFact(): string {
  const all = cpus().length
  const bound = availableParallelism()
  return `${availableCores()} of ${all} to use${bound < all ? `; this process is bound to ${bound}` : ''}`
}

function quotaFact(cores: number): string {
  return cores === Infinity ? 'none' : `the time of ${Number(cores.toFixed(2))} cores, by the cgroup of this process`
}

function memoryFact(): string {
  const total = totalmem()
  const limit = process.constrainedMemory() ?? 0 // 0 where it cannot be told, and more than there is where there is none
  const limited = limit > 0 && limit < total ? `, of which this process may have ${formatMemory(limit)}` : ''
  return `${formatMemory(total)}${limited}, ${formatMemory(freemem())} free`
}
