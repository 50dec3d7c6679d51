// Node itself, which has 30 ms to wait: what a program may take to be within these of Node.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  start: {
    call: 'node -e setTimeout, 30 ms',
    load: async () => {
      const { exitCodeOf } = await import('../programs.ts')
      return () => exitCodeOf([process.execPath, '-e', 'setTimeout(() => {}, 30)'])
    },
  },
}
