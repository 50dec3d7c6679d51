// The items under way, against a map.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Item } from '../src/input/item.ts'
import { Running } from '../src/run/running.ts'

const BLOCK = { length: 0, value: () => undefined, raw: () => '', place: () => '' }
const itemOf = (index: number): Item => ({ index, value: '', failure: undefined, block: BLOCK, position: 0 })

test('those that were added and not taken are there, in order', () => {
  fc.assert(fc.property(fc.array(fc.option(fc.nat(), { freq: 2 }), { maxLength: 200 }), (steps) => {
    const [running, naive] = [new Running(), new Map<number, Item>()]
    const taken: [number, number][] = []
    let number = 0
    for (const step of steps) {
      if (step === null || naive.size === 0) {
        running.add(itemOf(number))
        naive.set(number, itemOf(number++))
      } else {
        const chosen = [...naive.keys()][step % naive.size]!
        taken.push([chosen, running.take(chosen).index])
        naive.delete(chosen)
      }
    }
    expect(taken.map(([, index]) => index)).toEqual(taken.map(([chosen]) => chosen))
    expect([[...running], running.size]).toEqual([[...naive.values()], naive.size])
  }))
})

test('one that never ends holds up neither a million others nor the memory', () => {
  const running = new Running()
  for (const late of [0, 400_000, 700_000]) running.add(itemOf(late))
  for (let number = 3; number < 1_000_000; number++) {
    running.add(itemOf(number))
    running.take(number)
  }
  expect([...running].map(({ index }) => index)).toEqual([0, 400_000, 700_000])
  expect([running.take(1).index, running.take(0).index, running.take(2).index, running.size]).toEqual([400_000, 0, 700_000, 0])
})
