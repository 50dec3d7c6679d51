// The program parmap, over lines, on the event loop.

import type { Contender } from '../contender.ts'
import { mapBy } from '../our-commands.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/cli',
  filter: mapBy('async'),
  start: mapBy('async'),
}
