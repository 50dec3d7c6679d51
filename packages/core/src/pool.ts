// @parmap/core/pool: the parent's half of backends whose workers are apart. Such a backend says how a worker is started
// and spoken to; its workers' half is WorkerServer of @parmap/core/worker.

export type { Connect, Link, LinkOwner } from './pool/link.ts'
export { toldBy } from './pool/told-by.ts'
export type { Draft, DraftRow, FromWorker, OutcomeGroup, SentBatch, ToWorker, ValueGroup } from './pool/messages.ts'
export { availableCores, cpuQuota, defaultWorkers } from './pool/cores.ts'
export { workerDepth } from './worker/depth.ts'
export { PooledBackend, type PoolSetup } from './pool/pooled-backend.ts'
export { MODULES_RULE, POOL_RULES, poolLimits, TEXTS_RULE, type PoolLimits, type PoolOptions } from './pool/pool-options.ts'
export { poolShape, shapeOfMap, type PoolShape } from './pool/pool-shape.ts'
export { unbornExit, unbornLink } from './pool/unborn-link.ts'
