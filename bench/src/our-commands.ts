// The commands of parmap: the same for all backends but for its name.

import { fileURLToPath } from 'node:url'
import type { Command, FilterJob, ToCommand } from './command.ts'
import type { Way } from './contender.ts'
import { ourProgram } from './programs.ts'

/** `parmap` with these arguments, by the Node that runs us. */
export function ourCommand(...args: readonly string[]): Command {
  return { file: process.execPath, args: [ourProgram(), ...args] }
}

/** `parmap map` over lines, with as many workers as the job says where the backend has any. */
export function mapBy(backend: 'async' | 'threads' | 'processes'): Way<ToCommand<FilterJob>> {
  const load = async (): Promise<ToCommand<FilterJob>> => ({ input, format, module, name, workers }) => {
    const count = backend === 'async' ? [] : ['--workers', String(workers)]
    return { ...ourCommand('map', `${fileURLToPath(module)}#${name}`, '-b', backend, ...count, '--from', format, '--to', format), stdin: input }
  }
  return { call: `parmap map -b ${backend}`, load }
}
