// Facet 8: how executors end.

import type { Facet } from '../rule.ts'

export const closing: Facet = {
  title: '8 Closing',
  rules: [],
}
