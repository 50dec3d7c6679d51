// Facet 2: what may be given as items, and how it is read.

import type { Facet } from '../rule.ts'

export const input: Facet = {
  title: '2 Input',
  rules: [],
}
