import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cross } from './fixtures/crossing.ts'
import { anything, key, thrownGraph } from './fixtures/thrown-graph.ts'
import { told } from './fixtures/told.ts'

describe('of any thrown value', () => {
  test('all that can be told arrives: values, errors, circles, shared references', () => {
    fc.assert(fc.property(thrownGraph, (thrown) => {
      expect(told(cross(thrown))).toBe(told(thrown))
    }), { numRuns: 500 })
  })

  test('however hostile, something arrives, and crosses again as it is', () => {
    fc.assert(fc.property(anything, anything, key, (value, other, name) => {
      const error = Object.assign(new Error('m'), { value })
      const arrived = cross(Object.defineProperty(error, name, { value: other, enumerable: true }))
      expect(arrived).toBeInstanceOf(Error)
      expect(told(cross(arrived))).toBe(told(arrived))
    }), { numRuns: 300 })
  })
})
