// The queue that readers, runs and results wait in: first in, first out, however many there are and have been.

import { expect, test } from 'vitest'
import { Fifo } from '../src/engine/fifo.ts'

// So many that places left behind are cut off several times.
const MANY = 10_000

const numbered = (count: number): Fifo<number> => {
  const fifo = new Fifo<number>()
  for (let n = 0; n < count; n++) fifo.push(n)
  return fifo
}

test('gives what came first, also when more comes meanwhile', () => {
  const fifo = numbered(MANY)
  const taken: (number | undefined)[] = []
  for (let n = 0; n < 2 * MANY; n++) {
    fifo.push(MANY + n)
    taken.push(fifo.shift())
  }
  expect(fifo.length).toBe(MANY)
  expect(taken).toEqual(Array.from({ length: 2 * MANY }, (_, n) => n))
  expect(fifo.shift()).toBe(2 * MANY)
})

test('is empty when all has been taken, and can be filled again', () => {
  const fifo = numbered(2)
  expect([fifo.shift(), fifo.shift(), fifo.shift(), fifo.length]).toEqual([0, 1, undefined, 0])
  fifo.push(2)
  expect([fifo.length, fifo.shift()]).toEqual([1, 2])
})

test('looks for one among those that are in it, not among those that were', () => {
  const fifo = numbered(3)
  fifo.shift()
  expect([0, 1, 2, 3].map((wanted) => fifo.some((n) => n === wanted))).toEqual([false, true, true, false])
})
