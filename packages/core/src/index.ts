// @parmap/core: the contract, the engine and tasks. Backends make executors of it with createExecutor; users have it
// through the package of a backend.

export type { Backend, Capabilities, Sink, WorkerExit, WorkerStats } from './backend.ts'
export { indexAt, type Batch } from './batch.ts'
export type { Clock } from './clock.ts'
export { createExecutor, type ExecutorOptions } from './create-executor.ts'
export { tellWorkerEnd, tellWorkerStart } from './diagnostics.ts'
export type { Progress } from './engine/progress.ts'
export type { Retries } from './engine/retry.ts'
export { ERROR_CODES, ParmapError, TaskError, workersCannotStart, type ErrorCode } from './errors.ts'
export type { Executor, Functions, Runnable } from './executor.ts'
export { isWorker } from './is-worker.ts'
export { move } from './move.ts'
export { checkOption, checkOptions, CONCURRENCY_RULE, type MapOptions, type OptionRule, type SubmitOptions } from './options.ts'
export type { ErrorMode, Items, Outcome, Result, Settled } from './outcome.ts'
export { skip, type Skip } from './skip.ts'
export type { ExecutorStats, RunStats } from './stats.ts'
export { defineTask, importTask, type DefinedTask, type Setup, type Task, type TaskContext, type TaskFunction, type TaskWithData } from './task.ts'
