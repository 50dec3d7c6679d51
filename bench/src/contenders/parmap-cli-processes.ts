// The program parmap, with `-b processes`.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/cli',
  filter: {
    call: 'parmap map -b processes',
    load: async () => (await import('../programs.ts')).ourFilter('processes'),
  },
}
