// Whose task is calling: known of items that are followed, and of others while their task is being called. Those that are
// not quick after all are followed from then on.

import { virtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import type { Lender } from '../src/engine/loan.ts'
import { Nesting, type NestingFlight } from '../src/engine/nesting.ts'
import { NestingWatch, type Following } from '../src/engine/nesting-watch.ts'
import { LocalBackend } from './support/local-backend.ts'
import { turns } from './support/turns.ts'

/** A watch that has made up its mind, and counts how often it was told that an item is not quick. */
class Decided extends NestingWatch {
  slow = 0
  readonly #following: Following
  constructor(following: Following) {
    super(virtualClock())
    this.#following = following
  }
  override departs(): Following { return this.#following }
  override sawSlow(): void { this.slow++ }
}

/** A flight whose lenders tell of which item they are the slot. */
interface TestFlight extends NestingFlight {
  calling: number
  readonly watch: Decided
}

function flightOf(following: Following): TestFlight {
  const lender = (index: number | undefined): Lender => ({ isShared: index === undefined, lend: () => true, takeBack: () => undefined, index }) as Lender
  return { watch: new Decided(following), calling: -1, follow: undefined, lender }
}

/** What workers tell of themselves; undefined: nothing. */
function nestingOn(running: readonly number[] | undefined): Nesting {
  const workers = running && ((): readonly { id: string; running: number; completed: number }[] => running.map((n, at) => ({ id: `worker-${at}`, running: n, completed: 0 })))
  return new Nesting(Object.assign(new LocalBackend(), { workers }), virtualClock())
}

const nothing = (): void => undefined

describe('an item that is not followed', () => {
  test.each([0, 1])('is known while its task is being called, and not before or after: item %i', (index) => {
    const nesting = nestingOn([0])
    const flight = flightOf('none')
    nesting.depart(flight, flight.watch, 2, nothing)
    expect([nesting.caller(), nesting.isInDoubt]).toEqual([undefined, true])
    flight.calling = index
    expect(nesting.caller()).toMatchObject({ index })
    flight.calling = -1
    expect(nesting.caller()).toBeUndefined()
    nesting.landed(flight, flight.watch, 2)
    expect(nesting.isInDoubt).toBe(false)
  })

  test('is known as itself among flights of which none is calling', () => {
    const nesting = nestingOn([0])
    const [idle, calling] = [flightOf('none'), flightOf('none')]
    for (const flight of [idle, calling]) nesting.depart(flight, flight.watch, 1, nothing)
    calling.calling = 0
    expect(nesting.caller()).toMatchObject({ index: 0 })
  })
})

describe('a flight that is followed as one', () => {
  test.each([[-1, undefined], [0, 0], [1, 1]])('is known to be calling, and which item of it while that is being called: %i', (calling, index) => {
    const nesting = nestingOn([0])
    const flight = flightOf('flight')
    let caller: Lender | undefined
    nesting.depart(flight, flight.watch, 2, () => {
      flight.calling = calling
      caller = nesting.caller()
    })
    expect(caller).toMatchObject({ index, isShared: index === undefined })
    expect([flight.follow, nesting.isInDoubt, nesting.caller()]).toEqual([undefined, false, undefined])
  })
})

test('an item that is followed is known in all that its call starts', async () => {
  const nesting = nestingOn([0])
  const flight = flightOf('item')
  nesting.depart(flight, flight.watch, 2, nothing)
  const callers: (Lender | undefined)[] = []
  const later: Promise<void>[] = []
  flight.follow!(1, () => {
    later.push(Promise.resolve().then(() => { callers.push(nesting.caller()) }))
    return true
  })
  await Promise.all(later)
  expect(callers).toMatchObject([{ index: 1, isShared: false }])
})

describe('flights that are not followed, a turn of the event loop later', () => {
  test.each([
    ['are not quick if a worker still runs something', [0, 1], 1],
    ['may be quick if nothing runs', [0, 0], 0],
    ['may be quick if there are no workers yet', [], 0],
    ['are taken for not quick if the workers do not tell', undefined, 1],
  ] as const)('%s', async (_what, running, slow) => {
    const nesting = nestingOn(running)
    const flights = [flightOf('none'), flightOf('none'), flightOf('none')]
    for (const round of [1, 2]) {
      for (const flight of flights) nesting.depart(flight, flight.watch, 1, nothing)
      expect(flights.map(({ watch }) => watch.slow)).toEqual(flights.map(() => slow * (round - 1)))
      await turns(2)
      expect(flights.map(({ watch }) => watch.slow)).toEqual(flights.map(() => slow * round))
    }
  })
})
