// GNU parallel, which cuts the file itself (--pipepart): its documentation says to, where the input is a file.

import type { Contender } from '../contender.ts'
import { scriptFile } from '../discover.ts'
import { GNU_PARALLEL } from '../gnu-parallel.ts'

export const contender: Contender = {
  role: 'peer',
  program: GNU_PARALLEL,
  filter: {
    call: 'parallel --pipepart -k node',
    load: async () => ({ input, format, module, name, workers }, program) => {
      const parts = ['--pipepart', '-a', input, '-k', '-j', String(workers), '--block', '-1'] // a part for each job slot
      return { file: program, args: ['--will-cite', '-q', ...parts, process.execPath, scriptFile('filter-lines'), format, module, name] }
    },
  },
}
