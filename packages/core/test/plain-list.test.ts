// Which inputs are read by index instead of through their iterator, and which tell beforehand how many items they have:
// nobody can tell the difference.

import { createExecutor, type Functions, type Progress } from '@parmap/core'
import { expect, test } from 'vitest'
import { LocalBackend } from './support/local-backend.ts'

const identity = (item: unknown): unknown => item

/** The results, and the total that was told. */
async function mapped(items: unknown): Promise<[unknown[], number | undefined]> {
  const executor = createExecutor<Functions>(new LocalBackend())
  let total: number | undefined = NaN
  const onProgress = (progress: Progress): void => { total = progress.total }
  return [await executor.map(identity, items as Iterable<unknown>, { onProgress }), total]
}

test.each([
  ['a generator', function* own() { yield 'own' }],
  ['that of another array', () => ['own'].values()],
])('an array is read through its own iterator, if it has one: %s', async (_kind, own) => {
  expect((await mapped(Object.assign([1, 2, 3], { [Symbol.iterator]: own })))[0]).toEqual(['own'])
})

test('an array is read through its async iterator, if it has one', async () => {
  const items = Object.assign([1, 2, 3], { async * [Symbol.asyncIterator]() { yield 'own' } })
  expect((await mapped(items))[0]).toEqual(['own'])
})

test('arrays are read through the iterator that all of them share, if a program has changed that', async () => {
  const shared = Object.getPrototypeOf([].values()) as { next: () => IteratorResult<unknown> }
  const { next } = shared
  const marked = {}
  shared.next = function changed(this: unknown) {
    const { done, value } = next.call(this)
    return { done: done === true, value: value === marked ? 'changed' : value }
  }
  try {
    expect((await mapped([1, marked, 3]))[0]).toEqual([1, 'changed', 3])
  } finally {
    shared.next = next
  }
})

test.each([
  ['an array', [1, 2], 2],
  ['a typed array', Int8Array.of(1, 2), 2],
  ['a set', new Set([1, 2]), 2],
  ['something else that has a length and a size, which may mean anything', { length: 7, size: 7, * [Symbol.iterator](): Generator<number> { yield 1 } }, undefined],
  ['something that views a buffer and has no length', Object.assign(new DataView(new ArrayBuffer(8)), { * [Symbol.iterator](): Generator<number> { yield 1 } }), undefined],
])('the total of %s', async (_kind, items, total) => {
  expect((await mapped(items))[1]).toBe(total)
})
