// @parmap/processes: child processes as a backend, and what users need of core.

export { processExecutor } from './process-executor.ts'
export { map } from './map.ts'
export type { ProcessOptions } from './options.ts'
export { defineTask, importTask, isWorker, move, ParmapError, skip, TaskError } from '@parmap/core'
export type {
  Capabilities,
  DefinedTask,
  ErrorCode,
  ErrorMode,
  Executor,
  ExecutorStats,
  ForEachOptions,
  Items,
  MapOptions,
  Outcome,
  Progress,
  Result,
  Retries,
  RunStats,
  Settled,
  Setup,
  Skip,
  SubmitOptions,
  Task,
  TaskContext,
  TaskWithData,
  WorkerStats,
} from '@parmap/core'
