// piscina used by somebody who does not think of what a worker could keep: the shared data is sent with each item, and
// what is expensive to make is made for each.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'piscina',
  needsState: true,
  pool: { call: 'pool.run, all data', load: async () => (await import('../pools/piscina.ts')).openNaively },
}
