// GNU parallel: blocks of stdin through a script, in order (--pipe), or a command for each line.

import type { FilterJob, ToCommand } from '../command.ts'
import type { Contender, Way } from '../contender.ts'
import { scriptFile } from '../discover.ts'
import { GNU_PARALLEL } from '../gnu-parallel.ts'

const filter: Way<ToCommand<FilterJob>> = {
  call: 'parallel --pipe -k node',
  load: async () => ({ input, format, module, name, workers, batchSize, lineBytes }, program) => {
    const blocks = ['--pipe', '-k', '-j', String(workers), '--block', String(batchSize * lineBytes)]
    return { file: program, args: ['--will-cite', '-q', ...blocks, process.execPath, scriptFile('filter-lines'), format, module, name], stdin: input }
  },
}

export const contender: Contender = {
  role: 'peer',
  program: GNU_PARALLEL,
  filter,
  start: filter,
  commands: {
    call: 'parallel -j',
    load: async () => ({ input, command, concurrency }, program) => {
      // It hands each line to a shell of its own accord, so the text of a shell is not wrapped in another.
      const [file, flag, ...rest] = command
      const line = file === 'sh' && flag === '-c' ? rest : command
      return { file: program, args: ['--will-cite', '-j', String(concurrency), ...line], stdin: input, env: { PARALLEL_SHELL: '/bin/sh' }, isUnordered: true }
    },
  },
}
