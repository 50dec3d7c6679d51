// What a thread puts aside in shared memory: each draft comes out once and as it was, across the end of the ring, and what
// does not fit is refused.

import type { Draft } from '@parmap/core/pool'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Outbox, outboxMemory } from '../src/outbox.ts'

const sides = (): [Outbox, Outbox] => {
  const memory = outboxMemory()
  return [new Outbox(memory), new Outbox(memory)]
}
const takenFrom = (reader: Outbox, told?: number): Draft[] => {
  const drafts: Draft[] = []
  reader.take(reader.end, told, (draft) => { drafts.push(draft) })
  return drafts
}

const value = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Infinity, 2 ** 53, null, undefined, true), fc.string({ maxLength: 40 }), fc.bigInt())
const ms = (length: number): fc.Arbitrary<readonly number[] | undefined> => fc.option(fc.array(fc.double({ noNaN: true }), { minLength: length, maxLength: length }), { nil: undefined })
const row = fc.array(fc.boolean().chain((isNumber) => (isNumber ? fc.double() : value)), { minLength: 1, maxLength: 64 })
  .chain((values) => fc.tuple(fc.nat(), fc.constant(values), ms(values.length)))
const draft: fc.Arbitrary<Draft> = fc.tuple(fc.nat({ max: 2 ** 31 }), fc.nat(), fc.nat(), fc.array(row, { maxLength: 4 }))

test('all that is put in comes out, in order and as it was', () => {
  fc.assert(fc.property(fc.array(fc.tuple(draft, fc.boolean()), { minLength: 1, maxLength: 60 }), (steps) => {
    const [writer, reader] = sides()
    const [put, taken]: [Draft[], Draft[]] = [[], []]
    for (const [one, isTaken] of steps) {
      if (writer.put(one)) put.push(one)
      if (isTaken) taken.push(...takenFrom(reader))
    }
    taken.push(...takenFrom(reader))
    expect(taken).toEqual(put)
  }), { numRuns: 300 })
})

test('the ring is used again and again', () => {
  const [writer, reader] = sides()
  const [put, taken]: [Draft[], Draft[]] = [[], []]
  for (let n = 0; n < 20_000; n++) {
    const one: Draft = [n, n, n, [[n, n % 3 === 0 ? ['text', n] : [n, n + 0.5], n % 2 === 0 ? undefined : [1, 2]]]]
    writer.put(one)
    put.push(one)
    if (n % 5 === 4) taken.push(...takenFrom(reader))
  }
  expect(taken).toEqual(put)
})

test('a full one refuses, and takes more when it has been emptied', () => {
  const [writer, reader] = sides()
  const big: Draft = [1, 1, 1, [[0, Array.from({ length: 1_000 }, (_, n) => n), undefined]]]
  let count = 0
  while (writer.put(big)) count++
  expect(count).toBeGreaterThan(4)
  expect(takenFrom(reader)).toHaveLength(count)
  expect(writer.put(big)).toBe(true)
  expect(writer.put([1, 1, 1, [[0, ['x'.repeat(100_000)], undefined]]])).toBe(false)
})

test('what is about a batch that has been told of is left out, the rest is not', () => {
  const [writer, reader] = sides()
  for (const batch of [1, 2, 1, 3]) writer.put([batch, 0, 0, [[0, ['some', 'text'], undefined]]])
  expect(takenFrom(reader, 1).map(([batch]) => batch)).toEqual([2, 3])
})

test('what is put in later than asked for stays', () => {
  const [writer, reader] = sides()
  writer.put([1, 0, 0, []])
  const { end } = writer
  writer.put([2, 0, 0, []])
  const drafts: Draft[] = []
  reader.take(end, undefined, (one) => { drafts.push(one) })
  expect(drafts).toEqual([[1, 0, 0, []]])
  expect(takenFrom(reader)).toEqual([[2, 0, 0, []]])
})

test('the pool says after which batch another has been sent', () => {
  const [pool, thread] = sides()
  expect(thread.isFollowed(7)).toBe(false)
  pool.follow(7)
  expect([thread.isFollowed(7), thread.isFollowed(8)]).toEqual([true, false])
})
