// @parmap/core/worker: the side of a backend that runs where the tasks run. A worker entry makes a scope, reads
// batches, and hands each to runBatch.

export { positionOf, type Batch } from './batch.ts'
export type { Sink } from './backend.ts'
export { decodeError, encodeError, type EncodedError } from './error-codec.ts'
export { markWorker, WORKER_MARK } from './is-worker.ts'
export { findExport, loadTask, setUp, type LoadedTask } from './load-task.ts'
export { isMovedItem, type Moved } from './move.ts'
export { packValues } from './packing/pack-values.ts'
export type { NumericArray, Packed, Values } from './packing/packed.ts'
export { packedTransfer } from './packing/packed-transfer.ts'
export { unpackValues } from './packing/unpack-values.ts'
export { isTask, setupArguments, taskWithData, type AnyTask } from './task.ts'
export { unclonablePath } from './unclonable-path.ts'
export { encodingSink, tellOutcome, type EncodedOutcome } from './worker/outcome-codec.ts'
export { runBatch, type StartNote } from './worker/run-batch.ts'
export { WorkerServer, type ServerOptions } from './worker/worker-server.ts'
export { WorkerScope, type Gate, type WorkerScopeOptions } from './worker/worker-scope.ts'
