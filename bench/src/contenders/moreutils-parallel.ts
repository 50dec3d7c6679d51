// The parallel of moreutils, which takes its items as arguments. Debian calls it parallel.moreutils where GNU's is there, too.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  commands: {
    call: 'parallel -j … --',
    load: async () => {
      const { findProgram, isGnuParallel, linesOf } = await import('../programs.ts')
      const program = findProgram(['parallel.moreutils', 'parallel'], (says) => !isGnuParallel(says))
      return ({ command, items, concurrency }) => linesOf([...program, '-j', String(concurrency), ...command, '--', ...items])
    },
  },
}
