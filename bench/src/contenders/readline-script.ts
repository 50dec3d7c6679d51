// A script around node:readline, in one thread: what most people write (scripts/filter-by-readline.ts).

import type { Contender } from '../contender.ts'
import { scriptFile } from '../discover.ts'

export const contender: Contender = {
  role: 'floor',
  filter: {
    call: 'for await … readline',
    load: async () => ({ input, format, module, name }) =>
      ({ file: process.execPath, args: [scriptFile('filter-by-readline'), format, module, name], stdin: input }),
  },
}
