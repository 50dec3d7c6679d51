// Facet 7: how runs and items are ended, and what is told of it.

import type { Facet } from '../rule.ts'

export const stopping: Facet = {
  title: '7 Stopping',
  rules: [],
}
