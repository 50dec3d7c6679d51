// Where a contender begins to pay off.

import { expect, test } from 'vitest'
import { crossoverText, findCrossover } from '../src/reports/crossover.ts'

const points = (...pairs: readonly (readonly [cost: number, ratio: number])[]) => pairs.map(([cost, ratio]) => ({ cost, ratio }))

test('a crossover lies on the straight line between two cases on logarithmic axes', () => {
  // From 4 to 1/4 over two decades: 1 is half way, a decade from each.
  expect(findCrossover(points([1e-5, 4], [1e-3, 0.25]))).toEqual({ kind: 'at', cost: expect.closeTo(1e-4, 10) as number, between: [1e-5, 1e-3] })
})

test('cases may come in any order, and those that lie further away do not matter', () => {
  expect(findCrossover(points([1, 0.5], [1e-3, 0.5], [1e-6, 50], [1e-5, 2]))).toEqual({ kind: 'at', cost: expect.closeTo(1e-4, 10) as number, between: [1e-5, 1e-3] })
})

test('of several crossovers it is the one from which on the contender stays ahead', () => {
  expect(findCrossover(points([1, 0.5], [2, 2], [8, 0.5]))).toMatchObject({ kind: 'at', cost: expect.closeTo(4, 10) as number })
})

test('a case with a ratio of exactly 1 is the crossover itself', () => {
  expect(findCrossover(points([1, 2], [2, 1], [3, 0.5]))).toMatchObject({ kind: 'at', cost: 2 })
})

test('without a crossover in range it says on which side', () => {
  expect(findCrossover(points([1e-6, 0.9], [1e-3, 0.5]))).toEqual({ kind: 'everywhere', from: 1e-6 })
  expect(findCrossover(points([1e-6, 40], [1e-3, 1.01]))).toEqual({ kind: 'nowhere', upTo: 1e-3 })
  expect(findCrossover(points([1e-6, 0.5], [1e-3, 1.01]))).toEqual({ kind: 'nowhere', upTo: 1e-3 }) // it may be ahead below, and is not above
  expect(findCrossover([])).toBeUndefined()
})

test('in words, costs have two digits, and what is out of range is said', () => {
  expect(crossoverText({ kind: 'at', cost: 85.3e-6, between: [50e-6, 380e-6] })).toBe('above about 85 µs of work an item (between the measured 50 µs and 380 µs)')
  expect(crossoverText({ kind: 'everywhere', from: 999.6e-9 })).toBe('at every cost measured, from 1 µs of work an item on: no crossover in range')
  expect(crossoverText({ kind: 'nowhere', upTo: 0.05 })).toBe('at none of the costs measured, up to 50 ms of work an item: no crossover in range')
})
