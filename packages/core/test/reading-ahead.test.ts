// What an input keeps of what it has read: promises and what stands behind them; it tells when the first of them has come,
// and nothing more once it has forgotten them.

import { describe, expect, test } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { Ahead } from '../src/engine/ahead.ts'
import { Input } from '../src/engine/input.ts'
import { deferred } from './support/deferred.ts'
import { turns } from './support/turns.ts'

/** Items ahead, and how often they have told that there is news. */
function counted(): { readonly ahead: Ahead, readonly news: () => number } {
  let news = 0
  return { ahead: new Ahead(() => { news++ }), news: () => news }
}

const endless = { isSpent: () => false }

describe('items read ahead', () => {
  test.each([[1], ['a'], [null], [undefined], [{}], [{ then: 1 }], [Math.abs]])('are no longer awaited than they must be: %o is not', (value) => {
    const { ahead } = counted()
    expect([ahead.await(value), ahead.length]).toEqual([false, 0])
  })

  test('tell when the first has come, and not when another has', async () => {
    const { ahead, news } = counted()
    const [first, second] = [deferred<string>(), deferred<string>()]
    for (const { promise } of [first, second]) expect(ahead.await(promise)).toBe(true)
    second.resolve('second')
    await turns()
    expect([news(), ahead.isPending]).toEqual([0, true])
    first.resolve('first')
    await turns()
    expect([news(), ahead.isPending]).toEqual([1, false])
    const taken: unknown[] = []
    ahead.take(5, taken)
    expect(taken).toEqual(['first', 'second'])
  })

  test('are forgotten with what they come to', async () => {
    const { ahead, news } = counted()
    const first = deferred<string>()
    ahead.await(first.promise)
    ahead.push('second')
    ahead.clear()
    first.resolve('first')
    await turns()
    expect([ahead.length, news()]).toEqual([0, 0])
  })
})

test('an input that is left keeps nothing of what it has read ahead', () => {
  const input = new Input([new Promise(() => undefined), 1, 2], systemClock, () => undefined, undefined)
  input.read(2, [], endless)
  expect(input.ahead).toBe(2)
  input.drop()
  expect(input.ahead).toBe(0)
})

test('a list has no iterator to be stopped; an iterator has one up to its end', () => {
  const [list, iterator] = [[1], [1].values()].map((items) => new Input(items, systemClock, () => undefined, undefined))
  expect([list!.isExhausted, iterator!.isExhausted]).toEqual([true, false])
  iterator!.read(2, [], endless)
  expect(iterator!.isExhausted).toBe(true)
})
