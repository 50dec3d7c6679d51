// GNU parallel; -q, for the command is one already and no line for its shell.

import type { Contender } from '../contender.ts'
import { WORKERS } from '../workers.ts'

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
  filter: {
    call: 'parallel --pipe -k',
    load: async () => {
      const { findProgram, isGnuParallel } = await import('../programs.ts')
      const { contender: script } = await import('./plain-script.ts')
      const [program, plain] = [findProgram(['parallel'], isGnuParallel), await script.filter!.load()]
      return (filter) => [...program, '--pipe', '-k', '-q', '-j', String(WORKERS), ...plain(filter)]
    },
  },
}
