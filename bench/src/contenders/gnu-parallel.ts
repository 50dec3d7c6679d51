// GNU parallel; -q, for the command is one already and no line for its shell.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  commands: {
    call: 'parallel -q -j',
    load: async () => {
      const { findProgram, isGnuParallel, linesOf } = await import('../programs.ts')
      const program = findProgram(['parallel'], isGnuParallel)
      return ({ command, items, concurrency }) => linesOf([...program, '-q', '-j', String(concurrency), ...command], items.join('\n'))
    },
  },
}
