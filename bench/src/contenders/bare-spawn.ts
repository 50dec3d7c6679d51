// As many loops as commands may run at once, each with Node's own `spawn` (scripts/spawn-loops.ts): what one writes by hand.

import type { Contender } from '../contender.ts'
import { scriptFile } from '../discover.ts'

export const contender: Contender = {
  role: 'floor',
  commands: {
    call: 'spawn in loops',
    load: async () => ({ input, command, concurrency }) =>
      ({ file: process.execPath, args: [scriptFile('spawn-loops'), String(concurrency), ...command], stdin: input, isUnordered: true }),
  },
}
