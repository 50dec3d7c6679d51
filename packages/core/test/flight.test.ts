// The ledger of a batch: which of its items are open, what is asked back of it, and what becomes of its slots when items
// end that have lent theirs.

import { move } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import type { FlightRun } from '../src/engine/flight-run.ts'
import { Flight } from '../src/engine/flight.ts'
import { Slots } from '../src/engine/slots.ts'
import type { LocalOptions } from './support/local-backend.ts'
import { CRASH, ManualBackend } from './support/manual-backend.ts'

interface FlightBench {
  readonly flight: Flight
  readonly slots: Slots
  readonly backend: ManualBackend
  readonly clock: VirtualClock
}

const nothing = (): void => undefined
const RUN: FlightRun<Flight> = {
  task: nothing, timeout: undefined, isTimed: false, priority: 0, watch: undefined, isSpreadable: true,
  fulfilled: nothing, fulfilledAll: nothing, isWanted: () => true, rejected: nothing, timedOut: nothing, unserializable: nothing, lost: nothing, unusable: nothing, slotFreed: nothing, slotTaken: nothing, ending: nothing, wake: nothing, landed: nothing,
}

/** A flight of these items in so many slots. */
function flightOf(items: unknown[], count: number, capabilities: LocalOptions['capabilities'] = {}): FlightBench {
  const clock = virtualClock()
  const backend = new ManualBackend({ concurrency: 4, capabilities })
  const slots = new Slots({ backend, clock, killGrace: 100, host: { slotFreed: nothing, itemsStuck: nothing } })
  const flight = new Flight(1, RUN, slots, { first: 0, indexes: undefined, items, attempts: undefined }, count, undefined)
  slots.take(flight)
  return { flight, slots, backend, clock }
}

test('a flight calls nothing before its backend says so', () => {
  expect(flightOf(['a', 'b'], 1).flight.calling).toBe(-1)
})

test('an item is open up to its outcome, and none is that the flight does not have', () => {
  const { flight } = flightOf(['a', 'b'], 2)
  expect([-1, 0, 1, 5].map((last) => flight.hasOpen(last))).toEqual([false, true, true, true])
  flight.fulfilled(0, 'A', 0)
  expect([-1, 0, 1, 5].map((last) => flight.hasOpen(last))).toEqual([false, false, true, true])
  flight.fulfilled(1, 'B', 0)
  expect([-1, 0, 1, 5].map((last) => flight.hasOpen(last))).toEqual([false, false, false, false])
})

describe('items are asked back', () => {
  test('from the end, once, and again after one has come', () => {
    const { flight, backend } = flightOf(['a', 'b', 'c', 'd'], 1)
    expect([flight.recall(1), flight.recall(1)]).toEqual([true, false])
    flight.lost(3, false, undefined)
    expect(flight.recall(Infinity)).toBe(true)
    expect(backend.cancelled).toEqual([{ batch: 1, indexes: [3], reason: undefined }, { batch: 1, indexes: [0, 1, 2], reason: undefined }])
  })

  test.each([
    ['not at all where one of them has been transferred', true, false],
    ['also where one of them was moved, but only copied', false, true],
  ])('%s', (_what, transfer, isAsked) => {
    const { flight, backend } = flightOf(['a', move({}), 'c'], 1, { transfer })
    expect([flight.recall(1), backend.cancelled.length]).toEqual([isAsked, Number(isAsked)])
  })

  test('not where there are none', () => {
    const { flight, backend } = flightOf(['a'], 1)
    flight.fulfilled(0, 'A', 0)
    expect([flight.recall(1), backend.cancelled]).toEqual([false, []])
  })
})

describe('items that are to stop', () => {
  test('have a grace, for which nothing is waited where there are none', () => {
    const { flight, clock } = flightOf(['a', 'b'], 2, { kill: false })
    flight.hang([])
    expect(clock.armed).toBe(0)
    flight.hang([0])
    expect([clock.armed, flight.isHanging(0), flight.isHanging(1)]).toEqual([1, true, false])
  })

  test('are detached once, however often they are told to stop', async () => {
    const { flight, slots, clock } = flightOf(['a', 'b'], 2, { kill: false })
    flight.hang([0])
    await clock.advance(100)
    flight.hang([0])
    await clock.advance(100)
    expect([flight.isHanging(0), slots.detached, slots.used]).toEqual([false, 1, 1])
    flight.stopped(0)
    expect([slots.detached, slots.used]).toEqual([0, 1])
  })
})

test('items for which there is no room among the detached keep their slots until they stop or there is room', async () => {
  const { flight, slots, clock } = flightOf(['a', 'b', 'c'], 3, { kill: false })
  slots.setConcurrency(1)
  flight.hang([0, 1, 2])
  await clock.advance(100)
  expect([slots.detached, slots.used, slots.active]).toEqual([1, 2, 0])
  flight.stopped(1)
  expect([slots.detached, slots.used, slots.active]).toEqual([1, 1, 0])
  flight.stopped(0)
  expect([slots.detached, slots.used, slots.active]).toEqual([1, 0, 0])
  flight.stopped(2)
  expect([slots.detached, slots.used, slots.active]).toEqual([0, 0, 0])
})

describe('the slot of an item', () => {
  test('is lent as that of this item while it is open, the same each time', () => {
    const { flight } = flightOf(['a', 'b'], 2)
    const lender = flight.lender(0)
    expect([lender!.isShared, flight.lender(0) === lender, flight.lender(1) === lender]).toEqual([false, true, false])
    flight.fulfilled(0, 'A', 0)
    expect([flight.lender(0), flight.lender(1)]).toMatchObject([undefined, { isShared: false }])
  })

  test('is lent as that of any item while one is open', () => {
    const { flight } = flightOf(['a', 'b'], 2)
    const lender = flight.lender(undefined)
    flight.fulfilled(0, 'A', 0)
    expect([lender!.isShared, flight.lender(undefined) === lender]).toEqual([true, true])
    flight.fulfilled(1, 'B', 0)
    expect(flight.lender(undefined)).toBeUndefined()
  })

  test.each([true, 'unknown'] as const)('stays with what it is lent to when its item is lost, and comes back after that (started: %s)', (started) => {
    const { flight, slots } = flightOf(['a', 'b'], 2)
    const lender = flight.lender(0)!
    lender.lend()
    flight.lost(0, started, CRASH)
    expect(slots.used).toBe(2)
    lender.takeBack()
    expect(slots.used).toBe(1)
  })

  test('is not that of an item which comes back unstarted: that has lent nothing', () => {
    const { flight, slots } = flightOf(['a', 'b'], 2)
    flight.lender(undefined)!.lend()
    flight.lost(1, false, CRASH)
    expect(slots.used).toBe(1)
  })

  test('asks nothing back when it is lent and no item waits behind it', () => {
    const { flight, backend } = flightOf(['a', 'b'], 2)
    flight.lender(0)!.lend()
    flight.fulfilled(0, 'A', 0)
    expect(backend.cancelled).toEqual([])
  })
})
