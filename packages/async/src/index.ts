// @parmap/async: the event loop as a backend, and what users need of core.

export { asyncExecutor } from './async-executor.ts'
export { map } from './map.ts'
export type { AsyncOptions, RateLimit } from './options.ts'
export { defineTask, importTask, isWorker, move, ParmapError, skip, TaskError } from '@parmap/core'
export type {
  Capabilities,
  DefinedTask,
  ErrorCode,
  ErrorMode,
  Executor,
  ExecutorStats,
  ForEachOptions,
  Functions,
  Items,
  MapOptions,
  Outcome,
  Progress,
  Result,
  Retries,
  Runnable,
  RunStats,
  Settled,
  Setup,
  Skip,
  SubmitOptions,
  Task,
  TaskContext,
  TaskFunction,
  TaskWithData,
  WorkerStats,
} from '@parmap/core'
