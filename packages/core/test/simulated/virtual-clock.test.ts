// A clock whose time passes when the test says so, or when the program has nothing else to do.

import { AsyncLocalStorage } from 'node:async_hooks'
import { virtualClock } from '@parmap/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rejection, thrownBy } from '../support/outcome-of.ts'
import { turns } from '../support/turns.ts'

const MANY_TURNS = 60

describe('a clock that a test moves', () => {
  test('fires timers in the order of their times, then of their making, and not those that were cleared', async () => {
    const timer = fc.record({ ms: fc.nat({ max: 8 }), isCleared: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(timer, { maxLength: 40 }), async (timers) => {
        const clock = virtualClock({ quietTurns: 1 })
        const fired: { readonly place: number; readonly ms: number }[] = []
        const made = timers.map(({ ms }, place) => clock.setTimeout(() => { fired.push({ place, ms: clock.now() }) }, ms))
        for (const [place, { isCleared }] of timers.entries()) if (isCleared) clock.clearTimeout(made[place])
        expect(clock.armed).toBe(timers.filter(({ isCleared }) => !isCleared).length)
        await clock.advance(10)
        const expected = timers.map(({ ms, isCleared }, place) => ({ place, ms, isCleared })).filter(({ isCleared }) => !isCleared)
        expect(fired).toEqual(expected.toSorted((a, b) => a.ms - b.ms || a.place - b.place).map(({ place, ms }) => ({ place, ms })))
        expect([clock.now(), clock.armed]).toEqual([10, 0])
      }),
      { numRuns: 200 },
    )
  })

  test('fires none before its time', async () => {
    const clock = virtualClock()
    const fired: string[] = []
    clock.setTimeout(() => { fired.push('late') }, 100)
    await clock.advance(99)
    expect(fired).toEqual([])
    await clock.advance(1)
    expect(fired).toEqual(['late'])
  })

  test('lets all that a timer causes happen before time goes on', async () => {
    const clock = virtualClock()
    const at: number[] = []
    const step = async (): Promise<void> => {
      for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => { clock.nextTurn(resolve) })
      at.push(clock.now())
      clock.setTimeout(() => { at.push(clock.now()) }, 5)
    }
    clock.setTimeout(() => { void step() }, 10)
    clock.setTimeout(() => { at.push(clock.now()) }, 20)
    await clock.advance(30)
    expect(at).toEqual([10, 15, 20])
  })

  test('stands still until then', async () => {
    const clock = virtualClock()
    clock.setTimeout(() => undefined, 1)
    await turns(MANY_TURNS)
    expect([clock.now(), clock.armed]).toEqual([0, 1])
  })

  test('can have time spent, which fires nothing by itself', () => {
    const clock = virtualClock()
    const fired: number[] = []
    clock.setTimeout(() => { fired.push(1) }, 5)
    clock.spend(7)
    expect([clock.now(), fired]).toEqual([7, []])
  })
})

describe('a clock that goes on by itself', () => {
  test('goes from timer to timer when nothing else happens', async () => {
    const clock = virtualClock({ auto: true })
    const naps = [30, 10, 20].map(async (ms) => {
      await clock.sleep(ms)
      return clock.now()
    })
    expect(await Promise.all(naps)).toEqual([30, 10, 20])
  })

  test('waits for turns of the event loop that it knows of', async () => {
    const clock = virtualClock({ auto: true, quietTurns: 1 })
    const seen: number[] = []
    clock.setTimeout(() => { seen.push(clock.now()) }, 100)
    for (let turn = 0; turn < MANY_TURNS; turn++) await new Promise<void>((resolve) => { clock.nextTurn(resolve) })
    expect([clock.now(), seen]).toEqual([0, []])
  })

  test('stands still during real work', async () => {
    const clock = virtualClock({ auto: true, quietTurns: 1 })
    clock.setTimeout(() => undefined, 100)
    const work = turns(MANY_TURNS).then(() => clock.now())
    expect(await clock.during(work)).toBe(0)
    await clock.sleep(100)
    expect(clock.now()).toBe(100)
  })

  test('passes on what real work is rejected with, and goes on', async () => {
    const clock = virtualClock({ auto: true })
    const error = new Error('no file')
    expect(await rejection(clock.during(Promise.reject(error)))).toBe(error)
    await clock.sleep(5)
    expect(clock.now()).toBe(5)
  })

  test('is advanced by waiting', async () => {
    const clock = virtualClock({ auto: true })
    await clock.advance(50)
    expect(clock.now()).toBe(50)
  })

  test('fires a thousand timers of one time without a thousand waits', async () => {
    const clock = virtualClock({ auto: true, quietTurns: 500 })
    await Promise.all(Array.from({ length: 1_000 }, () => clock.sleep(1)))
    expect(clock.now()).toBe(1)
  })
})

describe('sleep', () => {
  test('ends early with the reason of its signal, and leaves no timer', async () => {
    const clock = virtualClock()
    const controller = new AbortController()
    const nap = rejection(clock.sleep(1_000, controller.signal))
    controller.abort('enough')
    expect([await nap, clock.armed]).toEqual(['enough', 0])
    expect(await rejection(clock.sleep(1, controller.signal))).toBe('enough')
  })

  test('keeps nothing of its signal', async () => {
    const clock = virtualClock({ auto: true })
    const controller = new AbortController()
    await clock.sleep(1, controller.signal)
    controller.abort('too late')
    await expect(clock.sleep(1)).resolves.toBeUndefined()
  })
})

test('timers are called in the async context in which they were set', async () => {
  const clock = virtualClock()
  const storage = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  storage.run('here', () => { clock.setTimeout(() => { seen.push(storage.getStore()) }, 1) })
  await clock.advance(1)
  expect(seen).toEqual(['here'])
})

test.each([[{ auto: 1 }, '`auto`'], [{ quietTurns: 0 }, '`quietTurns`'], [{ quietTurns: 1.5 }, '`quietTurns`'], [{ quietTurn: 1 }, '`quietTurns`'], [5, '`options`']])('virtualClock refuses %o', (options, name) => {
  expect((thrownBy(() => virtualClock(options as never)) as Error).message).toContain(name)
})
