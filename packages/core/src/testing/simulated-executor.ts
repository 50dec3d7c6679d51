// Makes executors and backends whose workers are simulated.

import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { createExecutor } from '../create-executor.ts'
import type { Executor, Functions } from '../executor.ts'
import { seededSequence } from './seeded.ts'
import { SimulatedWorkers } from './simulated-backend.ts'
import type { SimulatedEvent } from './simulated-log.ts'
import { resolveSimulatedOptions, type SimulatedOptions } from './simulated-options.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** What every simulation shows beside what an executor or a backend is. */
export interface Simulation<C extends Clock = VirtualClock> {
  /** Where its time comes from: tasks wait with it instead of with timers of the host. */
  readonly clock: C
  /** What happened so far: starts and deaths of workers, and faults. */
  readonly log: readonly SimulatedEvent[]
}

/** What {@link simulatedExecutor} makes. */
export interface SimulatedExecutor<C extends Clock = VirtualClock> extends Executor<Functions>, Simulation<C> {}

/** What {@link simulatedBackend} makes: give its clock, and its random numbers, to `createExecutor`, too. */
export interface SimulatedBackend<C extends Clock = VirtualClock> extends Backend, Simulation<C> {
  /** A number in [0, 1) that follows from the seed: for the jitter of retries. */
  readonly random: () => number
}

const JITTER = 300

/**
 * An executor that runs real tasks on workers that are not: they start slowly, end items in a random order, and die where
 * the test wants it, all in time that does not pass. The same program with the same seed does the same again. Tasks run on
 * the caller's heap, one after the other; what a dead worker's task has begun runs on unheard, its signal aborted.
 *
 * ```ts
 * const executor = simulatedExecutor({ seed: 7, faults: { crashWhile: ({ item, attempt }) => item === 3 && attempt === 1 } })
 * await executor.map((n: number) => n * n, [1, 2, 3], { idempotent: true }) // [1, 4, 9], though a worker died
 * ```
 *
 * @throws TypeError, RangeError for a wrong option, ParmapError PARMAP_UNSUPPORTED for a fault that `isolation` rules out
 */
export function simulatedExecutor<C extends Clock = VirtualClock>(options?: SimulatedOptions<C>): SimulatedExecutor<C> {
  const backend = newBackend('simulatedExecutor', options)
  const { clock, random, killGrace, log } = backend
  return Object.assign(createExecutor<Functions>(backend, { clock, random, killGrace }), { clock, log })
}

/**
 * The backend of such an executor, to be wrapped or watched:
 * `createExecutor(backend, { clock: backend.clock, random: backend.random })`.
 * @throws as {@link simulatedExecutor}
 */
export function simulatedBackend<C extends Clock = VirtualClock>(options?: SimulatedOptions<C>): SimulatedBackend<C> {
  return newBackend('simulatedBackend', options)
}

function newBackend<C extends Clock>(name: string, given: SimulatedOptions<C> | undefined): SimulatedWorkers & SimulatedBackend<C> & { readonly killGrace: number } {
  const options = resolveSimulatedOptions(name, given)
  const backend = new SimulatedWorkers(options)
  return Object.assign(backend, { random: seededSequence(options.seed, JITTER), killGrace: options.killGrace }) as unknown as SimulatedWorkers & SimulatedBackend<C> & { readonly killGrace: number }
}
