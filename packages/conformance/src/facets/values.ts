// Facet 10: values, errors and contexts cross unharmed.

import type { Facet } from '../rule.ts'

export const values: Facet = {
  title: '10 Values',
  rules: [],
}
