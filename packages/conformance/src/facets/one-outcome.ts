// Facet 4: every item that was read ends once, whatever dies.

import type { Facet } from '../rule.ts'

export const oneOutcome: Facet = {
  title: '4 One outcome',
  rules: [],
}
