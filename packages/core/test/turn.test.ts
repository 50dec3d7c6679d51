// The event loop's turns in unbroken work.

import { expect, test } from 'vitest'
import { systemClock, type Clock } from '../src/clock.ts'
import { Turn } from '../src/worker/turn.ts'

/** A turn on a clock that is set by hand, and whose loop turns when it is told to. */
function bench(): { readonly turn: Turn; readonly work: (ms: number) => void; readonly turnLoop: () => void } {
  let now = 0
  let due: (() => void)[] = []
  const clock: Clock = { ...systemClock, now: () => now, nextTurn: (callback) => { due.push(callback) } }
  const turnLoop = (): void => {
    const callbacks = due
    due = []
    for (const callback of callbacks) callback()
  }
  return { turn: new Turn(clock), work: (ms) => { now += ms }, turnLoop }
}

test('after long work the loop gets a whole turn: what began in the midst of one would go on before the network is read', () => {
  const { turn, work, turnLoop } = bench()
  let isOn = false
  expect(turn.isSpent()).toBe(false)
  work(50)
  expect(turn.isSpent()).toBe(true)
  turn.onNext(() => { isOn = true })
  turnLoop()
  expect(isOn).toBe(false)
  turnLoop()
  expect(isOn).toBe(true)
  expect(turn.isSpent()).toBe(false)
})

test('short work goes on after the next turn', () => {
  const { turn, work, turnLoop } = bench()
  let isOn = false
  expect(turn.isSpent()).toBe(false)
  work(1)
  turn.onNext(() => { isOn = true })
  turnLoop()
  expect(isOn).toBe(true)
})

test.each(['in the same turn', 'after a turn of the loop'])('slow work behind much that is quick is looked at soon, %s', (when) => {
  const { turn, work, turnLoop } = bench()
  for (let unit = 0; unit < 1_000; unit++) turn.isSpent()
  if (when !== 'in the same turn') turnLoop()
  let begun = 0
  while (!turn.isSpent()) {
    work(100)
    begun++
  }
  expect(begun).toBeLessThanOrEqual(when === 'in the same turn' ? 16 : 1)
})
