// Facet 5: what is tried again, and what never.

import type { Facet } from '../rule.ts'

export const attempts: Facet = {
  title: '5 Attempts',
  rules: [],
}
