// The program parmap, over lines, on child processes.

import type { Contender } from '../contender.ts'
import { mapBy } from '../our-commands.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/cli',
  filter: mapBy('processes'),
  start: mapBy('processes'),
}
