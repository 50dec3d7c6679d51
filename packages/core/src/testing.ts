// @parmap/core/testing: time that does not pass and workers that are not there, for tests of code that uses parmap, and of
// backends.

export { crash, type CrashHow } from './testing/crash.ts'
export type { Chance, FaultName, Faults, FaultyItem } from './testing/faults.ts'
export { simulatedBackend, simulatedExecutor, type SimulatedBackend, type SimulatedExecutor, type Simulation } from './testing/simulated-executor.ts'
export type { SimulatedItem } from './testing/parcel.ts'
export type { DeathCause, ItemFault, SimulatedDeath, SimulatedEvent } from './testing/simulated-log.ts'
export type { SimulatedIsolation, SimulatedOptions } from './testing/simulated-options.ts'
export { virtualClock, type VirtualClock, type VirtualClockOptions } from './testing/virtual-clock.ts'
