// The program parmap.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/cli',
  commands: {
    call: 'parmap exec',
    load: async () => {
      const { linesOf, ourProgram } = await import('../programs.ts')
      const program = ourProgram()
      return ({ command, items, concurrency }) => linesOf([...program, 'exec', '-j', String(concurrency), '--', ...command], items.join('\n'))
    },
  },
  filter: {
    call: 'parmap map',
    load: async () => (await import('../programs.ts')).ourFilter('threads'),
  },
  start: {
    call: 'parmap --version',
    load: async () => {
      const { exitCodeOf, ourProgram } = await import('../programs.ts')
      const program = ourProgram()
      return () => exitCodeOf([...program, '--version'])
    },
  },
}
