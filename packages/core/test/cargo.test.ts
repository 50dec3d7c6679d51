// What a pool knows of a batch in one of its workers.

import { expect, test } from 'vitest'
import { Cargo } from '../src/pool/cargo.ts'
import { batchOf, RecordingSink } from './support/recording-sink.ts'

const cargoOf = (count: number, sink = new RecordingSink()): Cargo => new Cargo(batchOf(Array.from({ length: count }, (_, n) => n), () => 0), sink, -1, 'key')

test('what is heard late of how far the worker is takes back nothing that is known', () => {
  const cargo = cargoOf(9)
  cargo.reached(5, 6) // put aside, and read before a message that was sent earlier
  cargo.reached(3, 4)
  expect([cargo.next, cargo.leave]).toEqual([5, 6])
  cargo.reached(7, 9)
  expect([cargo.next, cargo.leave]).toEqual([7, 9])
})

test('values that are told twice end their items once', () => {
  const sink = new RecordingSink()
  const cargo = cargoOf(4, sink)
  const tell = (first: number, v: readonly number[]): number => cargo.tell({ is: 'values', first, values: { is: 'values', v }, ms: undefined })
  expect([tell(0, [10, 11]), tell(1, [11, 12]), tell(0, [10, 11, 12, 13]), tell(0, [10])]).toEqual([2, 1, 1, 0])
  expect(sink.told.map(([what, index, value]) => [what, index, value])).toEqual([['fulfilled', 0, 10], ['fulfilled', 1, 11], ['fulfilled', 2, 12], ['fulfilled', 3, 13]])
  expect(cargo.open).toBe(0)
})
