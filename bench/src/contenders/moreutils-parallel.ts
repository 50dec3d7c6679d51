// The parallel of moreutils, which takes its items as arguments. Debian calls it parallel.moreutils where GNU's is there, too.
// It is often marked: where its output is no terminal, it passes it on through processes of its own, and loses some of it
// now and then (0.67: of 200 runs of 10 commands, 2).

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
