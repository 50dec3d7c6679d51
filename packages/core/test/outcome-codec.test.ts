// Outcomes as data: what a sink is told on the one side is told on the other, after a real copy.

import { move, skip, type Sink } from '@parmap/core'
import { encodingSink, tellOutcome, type EncodedOutcome } from '@parmap/core/worker'
import { expect, test } from 'vitest'

/** What is told on the other side of a channel that copies. */
function across(tell: (sink: Sink) => void): unknown[][] {
  const told: unknown[][] = []
  const there = new Proxy({} as Sink, { get: (_target, verb) => (...args: unknown[]) => { told.push([verb, ...args]) } })
  tell(encodingSink((outcome: EncodedOutcome, transfer) => { tellOutcome(there, structuredClone(outcome, { transfer: transfer as ArrayBuffer[] })) }))
  return told
}

test('every outcome is told again, with its numbers', () => {
  expect(across((sink) => {
    sink.fulfilled(0, { a: undefined }, 1)
    sink.rejected(1, 'thrown', 2)
    sink.timedOut(2, 3)
    sink.stopped(2)
    sink.unserializable(3, 'a.b', 'refused')
    sink.lost(4, false, undefined)
    sink.unusable('no such task')
  })).toEqual([
    ['fulfilled', 0, { a: undefined }, 1],
    ['rejected', 1, 'thrown', 2],
    ['timedOut', 2, 3],
    ['stopped', 2],
    ['unserializable', 3, 'a.b', 'refused'],
    ['lost', 4, false, undefined],
    ['unusable', 'no such task'],
  ])
})

test('a thrown error keeps what structured clone loses', () => {
  const [[, , error] = []] = across((sink) => { sink.rejected(0, Object.assign(new RangeError('no'), { code: 'E_NO' }), 0) })
  expect(error).toBeInstanceOf(RangeError)
  expect(error).toMatchObject({ message: 'no', code: 'E_NO' })
})

test('skip crosses although it is a symbol', () => {
  expect(across((sink) => { sink.fulfilled(7, skip, 5) })).toEqual([['fulfilled', 7, skip, 5]])
})

test('a result that cannot be copied is its item\'s outcome, with the path', () => {
  const [told] = across((sink) => { sink.fulfilled(3, { a: [() => 1] }, 5) })
  expect(told).toEqual(['unserializable', 3, 'a[0]', expect.objectContaining({ name: 'DataCloneError' })])
})

test('a moved result is transferred', () => {
  const buffer = new ArrayBuffer(8)
  const told = across((sink) => { sink.fulfilled(0, move({ buffer }, [buffer]), 0) })
  expect(told).toEqual([['fulfilled', 0, { buffer: new ArrayBuffer(8) }, 0]])
  expect(buffer.byteLength).toBe(0)
})
