// Facet 9: how outcomes reach the caller.

import type { Facet } from '../rule.ts'

export const telling: Facet = {
  title: '9 Outcomes and their telling',
  rules: [],
}
