// Facet 6: what a dying worker takes with it.

import type { Facet } from '../rule.ts'

export const lostWorkers: Facet = {
  title: '6 Lost workers',
  rules: [],
}
