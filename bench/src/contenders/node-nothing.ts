// Node itself, with nothing to do.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  start: {
    call: 'node -e 0',
    load: async () => () => ({ file: process.execPath, args: ['-e', '0'], prints: [] }),
  },
}
