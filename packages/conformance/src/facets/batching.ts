// Facet 11: that items travel together cannot be seen.

import type { Facet } from '../rule.ts'

export const batching: Facet = {
  title: '11 Batching',
  rules: [],
}
