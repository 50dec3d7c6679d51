// The program parmap, with a command for each line.

import type { Contender } from '../contender.ts'
import { ourCommand } from '../our-commands.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/cli',
  commands: {
    call: 'parmap exec -j',
    load: async () => ({ input, command, concurrency }) =>
      ({ ...ourCommand('exec', '-j', String(concurrency), '--', ...command), stdin: input, isUnordered: true }),
  },
}
