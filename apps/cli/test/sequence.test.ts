// Order, against sorting.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Sequence } from '../src/run/sequence.ts'

/** Adds items in an order; `undefined` gives nothing. */
function passed(order: readonly number[], gives: (index: number) => string | undefined): { readonly out: readonly string[]; readonly sequence: Sequence<string> } {
  const out: string[] = []
  const sequence = new Sequence<string>((text) => { out.push(text) })
  for (const index of order) sequence.add(index, gives(index))
  return { out, sequence }
}

const gives = (index: number): string | undefined => (index % 3 === 1 ? undefined : String(index))
const permutations = fc.integer({ min: 0, max: 3_000 }).chain((count) => {
  const indexes = Array.from({ length: count }, (_, index) => index)
  return fc.shuffledSubarray(indexes, { minLength: count, maxLength: count })
})

test('all that was given comes out in order, and nothing is held in the end', () => {
  fc.assert(fc.property(permutations, (order) => {
    const { out, sequence } = passed(order, gives)
    expect(out).toEqual(order.toSorted((a, b) => a - b).flatMap((index) => gives(index) ?? []))
    expect([sequence.next, sequence.held, sequence.heldLength]).toEqual([order.length, 0, 0])
  }), { numRuns: 60 })
})

test('what waits is counted, and comes out at the end past those that never ended', () => {
  const { out, sequence } = passed([1, 5, 3, 200_000, 4], (index) => (index === 3 ? undefined : 'x'.repeat(index === 200_000 ? 9 : index)))
  expect([out, sequence.next, sequence.held, sequence.heldLength]).toEqual([[], 0, 5, 1 + 5 + 9 + 4])
  sequence.add(0, '')
  expect([out, sequence.next, sequence.held]).toEqual([['', 'x'], 2, 4])
  sequence.flush()
  expect([out, sequence.held, sequence.heldLength]).toEqual([['', 'x', 'xxxx', 'xxxxx', 'x'.repeat(9)], 0, 0])
})
