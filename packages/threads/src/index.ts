// @parmap/threads: worker threads as a backend, and what users need of core.

export { threadExecutor } from './thread-executor.ts'
export { map } from './map.ts'
export type { ResourceLimits, ThreadOptions } from './options.ts'
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
