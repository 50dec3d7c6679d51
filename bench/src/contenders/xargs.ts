// xargs: batches of lines as the arguments of a script, or a command for each line.

import type { FilterJob, ToCommand } from '../command.ts'
import type { Contender, Way } from '../contender.ts'
import { scriptFile } from '../discover.ts'

/** Its default is 128 KB, the system's limit 2 MB, of which the pointers to the arguments and the environment take a part. */
const BATCH_BYTES = '1000000'

const filter: Way<ToCommand<FilterJob>> = {
  call: 'xargs -P -n node',
  load: async () => ({ input, format, module, name, workers, batchSize }, program) => {
    const batches = ['-P', String(workers), '-d', '\\n', '-s', BATCH_BYTES, '-n', String(batchSize)]
    return { file: program, args: [...batches, process.execPath, scriptFile('filter-arguments'), format, module, name], stdin: input, isUnordered: true }
  },
}

export const contender: Contender = {
  role: 'peer',
  program: { name: 'xargs', files: ['xargs'], answer: /^xargs \(GNU findutils\) (\S+)/ },
  filter,
  start: filter,
  commands: {
    call: 'xargs -P',
    load: async () => ({ input, command, concurrency }, program) => {
      const place = command.some((part) => part.includes('{}')) ? ['-I', '{}'] : ['-n', '1']
      return { file: program, args: ['-P', String(concurrency), ...place, ...command], stdin: input, isUnordered: true }
    },
  },
}
