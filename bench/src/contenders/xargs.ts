// xargs -P, an item for each command.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  commands: {
    call: 'xargs -P -n 1',
    load: async () => {
      const { findProgram, linesOf } = await import('../programs.ts')
      const program = findProgram(['xargs'])
      return ({ command, items, concurrency }) => linesOf([...program, '-P', String(concurrency), '-n', '1', ...command], items.join('\n'))
    },
  },
}
