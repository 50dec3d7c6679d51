// What holds where a flag is not given, and where it comes from: the environment, or what is built in.

import { availableCores } from '@parmap/core/pool'
import { BACKENDS, JOBS, JOBS_PER_WORKER } from './backends.ts'
import { messageOf } from './errors.ts'
import { jobs, oneOf } from './options/values.ts'
import { PROGRESS_KINDS } from './progress.ts'

/** A default in force. */
export interface Default {
  readonly name: string
  /** In words: what it is, and from where. */
  readonly text: string
  /** False for what the environment says and no call will take. */
  readonly isValid: boolean
}

/** Each default. */
export function defaultsInForce(env: NodeJS.ProcessEnv = process.env): readonly Default[] {
  return [
    defaultOf('backend', 'threads', oneOf(BACKENDS), 'PARMAP_BACKEND', env),
    defaultOf('jobs', `map: ${JOBS_PER_WORKER} items at once in each of up to ${availableCores()} workers, async: ${JOBS}; exec: ${availableCores()}`, jobs, 'PARMAP_JOBS', env),
    defaultOf('progress', 'auto', oneOf(PROGRESS_KINDS), 'PARMAP_PROGRESS', env),
  ]
}

function defaultOf(name: string, builtIn: string, parse: (text: string) => unknown, variable: string, env: NodeJS.ProcessEnv): Default {
  const value = env[variable]
  if (value === undefined) return { name, text: `${builtIn} (built in; ${variable} is not set)`, isValid: true }
  try {
    parse(value)
    return { name, text: `${value} (from ${variable})`, isValid: true }
  } catch (error) {
    return { name, text: `'${value}' (from ${variable}) is invalid. ${messageOf(error)}`, isValid: false }
  }
}
