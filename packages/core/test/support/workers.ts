// What suites that both backends with workers of their own must pass need to know of one.

import { importTask, type Executor, type Task } from '@parmap/core'
import type { PoolOptions } from '@parmap/core/pool'
import { onTestFinished } from 'vitest'

/** Options that both have. */
export interface WorkerOptions extends PoolOptions {
  readonly execArgv?: readonly string[]
  readonly preload?: readonly (string | URL)[]
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** A backend with workers of its own. */
export interface Workers {
  readonly kind: 'threads' | 'processes'
  readonly packageName: string
  /** The name of the function that makes an executor. */
  readonly maker: string
  /** The folder of the package. */
  readonly home: URL
  readonly make: (options?: WorkerOptions) => Executor
}

/** An executor that is ended with the test. */
export function workersFor({ make }: Workers, options?: WorkerOptions): Executor {
  const executor = make(options)
  onTestFinished(() => executor.terminate())
  return executor
}

/** A task of a module in fixtures. */
export function fixtureTask<I = unknown, O = unknown>(file: string, name: string): Task<I, O> {
  return importTask(new URL(`../fixtures/${file}`, import.meta.url), name) as Task<I, O>
}
