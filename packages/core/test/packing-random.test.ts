// Random batches: of one shape, of one shape with something odd in its midst, of anything.

import { packValues } from '@parmap/core/worker'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channels, clonesShown, MANY, shown } from './fixtures/packed-crossing.ts'
import { anything } from './fixtures/thrown-graph.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'ж', '\0', '😀', '\ud83d', '\ude00', '\uffff', '"', '\\'), maxLength: 40 })
const primitive = fc.constantFrom<fc.Arbitrary<unknown>>(
  fc.double(), fc.integer(), text, fc.boolean(), fc.bigInt(), fc.constantFrom(undefined, null, -0), fc.oneof(fc.double(), text, fc.constant(null)),
)
const key = fc.oneof(fc.constantFrom('id', '__proto__', 'constructor', 'toJSON', 'length', '\ud800'), fc.string({ maxLength: 4 }))

/** Arbitraries of values that all have the same shape. */
const { shape, record } = fc.letrec<{ shape: fc.Arbitrary<unknown>; record: fc.Arbitrary<unknown>; list: fc.Arbitrary<unknown> }>((tie) => ({
  shape: fc.oneof({ depthSize: 'small', withCrossShrink: true }, primitive, tie('list'), tie('record')),
  record: fc.uniqueArray(fc.tuple(key, tie('shape')), { minLength: 1, maxLength: 5, selector: ([name]) => name })
    .map((fields) => fc.tuple(...fields.map(([, value]) => value)).map((values) => Object.fromEntries(values.map((value, place) => [fields[place]![0], value])))),
  list: primitive.map((member) => fc.array(member, { maxLength: 4 })),
}))

const uniform = fc.oneof({ arbitrary: shape, weight: 1 }, { arbitrary: record, weight: 3 }).chain((value) => fc.array(value, { minLength: MANY, maxLength: MANY }))
const odd = fc.tuple(uniform, fc.nat(MANY - 1), anything, fc.boolean()).map(([values, place, value, isWithin]) => {
  const spoilt = isWithin ? within(values[place], value) : value
  return values.with(place, spoilt)
})

/** An object with another value in one of its fields; else the value. */
function within(object: unknown, value: unknown): unknown {
  const fields = Object.entries(Object(object) as object)
  return Object.fromEntries(fields.map(([name, old], place) => [name, place === fields.length - 1 ? value : old]))
}

/** What arrives, or that nothing does. */
function outcomeOf(arrive: () => string[]): string[] {
  try {
    return arrive()
  } catch {
    return ['refused']
  }
}

describe.each(channels)('through $name', ({ cross }) => {
  test('values of one shape arrive as structured clone delivers each', () => {
    fc.assert(fc.property(uniform, (values) => {
      expect(shown(cross(values))).toEqual(clonesShown(values))
    }), { numRuns: 25 })
  })
})

test('with something odd in their midst, values arrive or are refused as by structured clone', () => {
  fc.assert(fc.property(odd, (values) => {
    const plain = outcomeOf(() => clonesShown(values))
    expect(outcomeOf(() => shown(channels[0]!.cross(values)))).toEqual(plain)
  }), { numRuns: 50 })
})

test('anything can be packed: what cannot cross is refused when it is sent', () => {
  fc.assert(fc.property(fc.array(anything, { maxLength: 8 }), (some) => {
    const values = Array.from({ length: MANY }, (_, i) => some[i % (some.length + 1)])
    const packed = packValues(values)
    expect(outcomeOf(() => shown(channels[0]!.cross(values)))).toEqual(outcomeOf(() => clonesShown(values)))
    expect(packed.is).toMatch(/^(values|numbers|texts|objects)$/u)
  }), { numRuns: 50 })
})
