// How simulated workers end, as their parent learns of it.

import type { WorkerExit } from '../backend.ts'
import type { EndHow } from './crash.ts'
import { seeded } from './seeded.ts'
import type { DeathCause } from './simulated-log.ts'
import type { ResolvedOptions } from './simulated-options.ts'

const EXIT = 202

/** How a worker ends, where the simulation decides: killed, or in one of the ways in which workers die. */
export function drawEnd({ isolation, seed }: ResolvedOptions, worker: number, why: DeathCause): EndHow {
  if (why === 'kill' || why === 'terminate') return isolation === 'process' ? { signal: 'SIGKILL' } : { exitCode: 1 }
  const draw = seeded(seed, EXIT, worker)
  if (draw < 1 / 3) return { outOfMemory: true }
  return draw < 2 / 3 && isolation === 'process' ? { signal: 'SIGKILL' } : { exitCode: 1 }
}

export function exitOf(worker: string, how: EndHow): WorkerExit {
  const { signal = null, outOfMemory = false } = how
  const { exitCode = signal === null && !outOfMemory ? 1 : null } = how
  return { worker, exitCode, signal, outOfMemory, ...('cause' in how && { cause: how.cause }) }
}
