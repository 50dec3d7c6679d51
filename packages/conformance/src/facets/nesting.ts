// Facet 12: tasks may start runs on their own executor.

import type { Facet } from '../rule.ts'

export const nesting: Facet = {
  title: '12 Nesting',
  rules: [],
}
