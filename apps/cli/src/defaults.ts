// What holds where a flag is not given, and where it comes from: the environment, or what is built in.

import { availableCores } from '@parmap/core/pool'
import { JOBS, JOBS_PER_WORKER } from './backends.ts'

/** Each default with its name, in words. */
export function defaultsInForce(env: NodeJS.ProcessEnv = process.env): readonly (readonly [name: string, text: string])[] {
  const given = (name: string, builtIn: string): string => {
    const value = env[name]
    return value === undefined ? `${builtIn} (built in; ${name} is not set)` : `${value} (from ${name})`
  }
  return [
    ['backend', given('PARMAP_BACKEND', 'threads')],
    ['jobs', given('PARMAP_JOBS', `map: ${JOBS_PER_WORKER} items at once in each of up to ${availableCores()} workers, async: ${JOBS}; exec: ${availableCores()}`)],
    ['progress', given('PARMAP_PROGRESS', 'auto')],
  ]
}
