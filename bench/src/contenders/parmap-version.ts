// The program parmap, with nothing to do but to tell its version: what it costs to start it.

import type { Contender } from '../contender.ts'
import { ourCommand } from '../our-commands.ts'
import { installedVersion } from '../version.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/cli',
  start: {
    call: 'parmap --version',
    load: async () => () => ({ ...ourCommand('--version'), prints: [installedVersion('@parmap/cli')!] }),
  },
}
