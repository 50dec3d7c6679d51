// What of the input changes the results of a run, whatever is done with the items.

import { delimiterText } from '../input/delimiter.ts'
import type { InputRequest } from '../options/input-options.ts'
import type { Job } from './job.ts'

/** The part of a job that its input makes up. */
export function inputJob({ from, hasHeader, perCall, delimiter }: InputRequest): Job {
  return { '--from': from, '--header': hasHeader, '-n': perCall, '-d': delimiter && delimiterText(delimiter) }
}
