// How closely the tasks of a run are followed: one by one in a trial, and longer only where they are slow or start runs.

import { virtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { isContextFree } from '../src/async-context.ts'
import { NestingWatch } from '../src/engine/nesting-watch.ts'

const TRIAL = 1_000
/** How quick items are followed after their trial: by flight, where that costs nothing. */
const QUICKLY = isContextFree ? 'flight' : 'none'

/** A watch of which `TRIAL` items have departed together and ended within this many milliseconds. */
function after(ms: number): NestingWatch {
  const clock = virtualClock()
  const watch = new NestingWatch(clock)
  expect(watch.departs(TRIAL)).toBe('item')
  clock.spend(ms)
  watch.ended(TRIAL)
  return watch
}

describe('the first thousand items', () => {
  test('are followed one by one, those that depart before the trial is over by flight', () => {
    const watch = new NestingWatch(virtualClock())
    expect([watch.departs(TRIAL - 1), watch.departs(1), watch.departs(1)]).toEqual(['item', 'item', 'flight'])
  })

  test('decide nothing before the last of them has ended', () => {
    const watch = new NestingWatch(virtualClock())
    watch.departs(1)
    watch.ended(TRIAL - 1)
    expect([watch.departs(1), watch.isOn]).toEqual(['item', true])
    watch.ended(1)
    expect([watch.departs(1), watch.isOn]).toEqual([QUICKLY, isContextFree])
  })

  test.each([[9.99, QUICKLY], [10, 'item'], [11, 'item']])('that take %d ms have the next followed as: %s', (ms, following) => {
    expect(after(ms).departs(1)).toBe(following)
  })

  test('are a new thousand after those that were not quick, with a time of their own', () => {
    const clock = virtualClock()
    const watch = new NestingWatch(clock)
    watch.departs(TRIAL)
    clock.spend(10)
    watch.ended(TRIAL)
    expect([watch.departs(TRIAL), watch.departs(1)]).toEqual(['item', 'flight'])
    clock.spend(9)
    watch.ended(TRIAL)
    expect(watch.departs(1)).toBe(QUICKLY)
  })
})

test('one that is not quick after all begins a new trial', () => {
  const watch = after(1)
  watch.sawSlow()
  expect([watch.isOn, watch.departs(TRIAL), watch.departs(1)]).toEqual([true, 'item', 'flight'])
})

test.each(['during', 'after'])('a run that started a run %s its trial is followed item by item to its end', (when) => {
  const watch = when === 'after' ? after(1) : new NestingWatch(virtualClock())
  watch.sawNested()
  for (let round = 0; round < 3; round++) {
    expect([watch.departs(TRIAL), watch.isOn]).toEqual(['item', true])
    watch.ended(TRIAL)
  }
})
