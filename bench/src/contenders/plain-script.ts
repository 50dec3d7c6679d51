// A script of a few lines in one thread: what one writes without parmap (scripts/filter-lines.ts).

import type { FilterJob, ToCommand } from '../command.ts'
import type { Contender, Way } from '../contender.ts'
import { scriptFile } from '../discover.ts'

const filter: Way<ToCommand<FilterJob>> = {
  call: 'lines.map(fn)',
  load: async () => ({ input, format, module, name }) => ({ file: process.execPath, args: [scriptFile('filter-lines'), format, module, name], stdin: input }),
}

export const contender: Contender = { role: 'floor', filter, start: filter }
