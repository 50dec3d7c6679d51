// The program parmap, with `-b async`.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/cli',
  filter: {
    call: 'parmap map -b async',
    load: async () => (await import('../programs.ts')).ourFilter('async'),
  },
}
