// What the scheduler does when no slot is free and time passes: runs in doubt are helped, one a second; long batches give
// way to equal runs. The runs and the batches are the test's, the clock is replaced.

import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import type { Lender } from '../src/engine/loan.ts'
import { Scheduler, type Scheduled } from '../src/engine/scheduler.ts'
import type { Holder } from '../src/engine/slots.ts'
import { LocalBackend } from './support/local-backend.ts'

const nothing = (): void => undefined

/** A run that always wants more, and writes down what it is given. */
class HungryRun implements Scheduled {
  readonly isDoubtful: boolean
  readonly priority: number
  readonly lender: Lender | undefined
  readonly given: string[] = []
  wants = true
  used = 0
  isQueued = false
  onFill = nothing
  constructor({ isDoubtful = true, priority = 0, lender }: { readonly isDoubtful?: boolean, readonly priority?: number, readonly lender?: Lender } = {}) {
    this.isDoubtful = isDoubtful
    this.priority = priority
    this.lender = lender
  }
  fill(most: number, lender?: Lender): number {
    this.given.push(`${most} ${lender === undefined ? 'of its own' : 'lent'}`)
    this.used += most
    this.onFill()
    return most
  }
}

/** A batch in one slot that records how many of its items are asked back. */
class HeldBatch implements Holder {
  readonly held = 1
  readonly borrowed = undefined
  readonly priority = 0
  readonly sentAt = 0
  readonly isSpreadable = true
  readonly recalls: number[] = []
  readonly open: number
  constructor(open: number) { this.open = open }
  isHanging(): boolean { return false }
  detach(): void {}
  recall(count: number): boolean { return this.recalls.push(count) > 0 }
}

/** A scheduler with one slot, and the batch in it. */
function fullScheduler(open = 1): { readonly clock: VirtualClock, readonly scheduler: Scheduler, readonly batch: HeldBatch } {
  const clock = virtualClock()
  const scheduler = new Scheduler({ backend: new LocalBackend({ concurrency: 1 }), clock, killGrace: 0, onSettled: nothing })
  const batch = new HeldBatch(open)
  scheduler.slots.take(batch)
  return { clock, scheduler, batch }
}

describe('runs in doubt', () => {
  test('get a slot more one after another, one a second, and each only while it has none', async () => {
    const { clock, scheduler } = fullScheduler()
    const [first, second] = [new HungryRun(), new HungryRun()]
    scheduler.wake(first)
    scheduler.wake(second)
    await clock.advance(500)
    scheduler.wake(second)
    await clock.advance(499)
    expect([first.given, second.given]).toEqual([[], []])
    await clock.advance(1)
    expect([first.given, second.given]).toEqual([['1 of its own'], []])
    await clock.advance(999)
    expect([first.given, second.given]).toEqual([['1 of its own'], []])
    await clock.advance(1)
    expect([first.given, second.given]).toEqual([['1 of its own'], ['1 of its own']])
    await clock.advance(5_000)
    expect([first.given, second.given]).toEqual([['1 of its own'], ['1 of its own']])
  })

  test('get none while they want none: the next one does', async () => {
    const { clock, scheduler } = fullScheduler()
    const [sated, hungry] = [new HungryRun(), new HungryRun()]
    scheduler.wake(sated)
    scheduler.wake(hungry)
    sated.wants = false
    await clock.advance(1_000)
    expect([sated.given, hungry.given]).toEqual([[], ['1 of its own']])
  })

  test('wait anew when a slot has become free meanwhile', async () => {
    const { clock, scheduler, batch } = fullScheduler()
    const doubtful = new HungryRun()
    const urgent = new HungryRun({ isDoubtful: false, priority: 1 })
    urgent.onFill = () => { scheduler.slots.take(new HeldBatch(1)) }
    scheduler.wake(doubtful)
    await clock.advance(500)
    scheduler.wake(urgent)
    scheduler.slots.giveBack(batch)
    await clock.advance(500)
    expect([urgent.given, doubtful.given]).toEqual([['1 of its own'], []])
    await clock.advance(1_000)
    expect(doubtful.given).toEqual(['1 of its own'])
  })

  test.each([
    ['lent', 'where it lends one more because that is urgent', (isUrgent?: boolean) => isUrgent === true],
    ['of its own', 'where it lends none', () => false],
  ] as const)('get one %s by the item that may be theirs, %s', async (slot, _when, lend) => {
    const { clock, scheduler } = fullScheduler()
    const nested = new HungryRun({ lender: { isShared: true, lend, takeBack: nothing } })
    scheduler.wake(nested)
    await clock.advance(999)
    expect(nested.given).toEqual([])
    await clock.advance(1)
    expect(nested.given).toEqual([`1 ${slot}`])
  })
})

describe('a batch in which items wait', () => {
  test('is asked for them ten milliseconds after it was sent, when an equal run has no slot', async () => {
    const { clock, scheduler, batch } = fullScheduler(3)
    scheduler.wake(new HungryRun({ isDoubtful: false }))
    await clock.advance(9)
    expect(batch.recalls).toEqual([])
    await clock.advance(1)
    expect(batch.recalls).toEqual([Infinity])
  })

  test('is asked for nothing when no equal run waits', async () => {
    const { clock, scheduler, batch } = fullScheduler(3)
    scheduler.wake(new HungryRun({ isDoubtful: false, priority: -1 }))
    await clock.advance(100)
    expect(batch.recalls).toEqual([])
  })
})
