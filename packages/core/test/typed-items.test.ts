// A typed array as items: a backend that says so gets parts of it, each a copy of its own; others get its members.

import { expect, describe, test } from 'vitest'
import { CRASH, ManualBackend } from './support/manual-backend.ts'
import { createExecutor, type Batch, type Functions, type Sink } from '@parmap/core'
import { rejection } from './support/outcome-of.ts'

const task = (item: unknown): unknown => item

/** Keeps the items of its batches as they came. */
class TakingParts extends ManualBackend {
  readonly takesTypedArrays?: boolean
  readonly parts: (readonly unknown[])[] = []

  constructor(takesTypedArrays = true) {
    super({ concurrency: 1 })
    if (takesTypedArrays) this.takesTypedArrays = true
  }

  override dispatch(batch: Batch, sink: Sink): void {
    this.parts.push(Array.isArray(batch.items) ? [...batch.items] : batch.items) // the engine strikes out in an array what has ended
    super.dispatch(batch, sink)
  }
}

async function parts(items: Iterable<unknown>, batchSize: number, backend = new TakingParts()): Promise<readonly (readonly unknown[])[]> {
  backend.onDispatch = ({ sink, indexes }) => { sink.fulfilledAll!(indexes[0]!, indexes, undefined) }
  const results = await createExecutor<Functions>(backend).map(task, items, { batchSize })
  expect(results).toEqual(results.map((_, index) => index))
  return backend.parts
}

test.each([
  Int8Array.of(1, -2, 3), Uint8Array.of(1, 2, 255), Uint8ClampedArray.of(1, 2, 255), Int16Array.of(1, -2, 3), Uint16Array.of(1, 2, 65_535),
  Int32Array.of(1, -2, 3), Uint32Array.of(1, 2, 4_294_967_295), Float32Array.of(1, -0, Number.NaN), Float64Array.of(0.1, -0, Infinity),
  BigInt64Array.of(1n, -2n, 3n), BigUint64Array.of(1n, 2n, 3n),
])('%o travels in parts of its kind', async (numbers) => {
  const given = await parts(numbers as Iterable<unknown>, 2)
  expect(given).toEqual([numbers.slice(0, 2), numbers.slice(2)])
  expect(given.every((part) => (part as unknown as Int8Array).buffer.byteLength === part.length * numbers.BYTES_PER_ELEMENT)).toBe(true)
})

test('a part that a view shows travels, and nothing beside it', async () => {
  expect(await parts(Float64Array.of(1, 2, 3, 4, 5).subarray(1, 4), 2)).toEqual([Float64Array.of(2, 3), Float64Array.of(4)])
})

test('bytes of a Buffer travel as Uint8Array: its own `slice` would share its memory', async () => {
  expect(await parts(Buffer.from([1, 2, 3]), 2)).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3)])
})

test('numbers in shared memory are copied', async () => {
  const shared = new Int32Array(new SharedArrayBuffer(8))
  const [part] = await parts(shared, 2)
  expect((part as unknown as Int32Array).buffer).toBeInstanceOf(ArrayBuffer)
})

test('an empty one has no items', async () => {
  expect(await parts(new Float64Array(), 2)).toEqual([])
})

describe('its members travel as an array', () => {
  test('where the backend does not take parts', async () => {
    expect(await parts(Int8Array.of(1, 2, 3), 2, new TakingParts(false))).toEqual([[1, 2], [3]])
  })

  test('where it has an iterator of its own', async () => {
    const own = Object.assign(Int8Array.of(1, 2, 3), { * [Symbol.iterator](): Generator<number> { yield 7 } })
    expect(await parts(own, 2)).toEqual([[7]])
  })
})

test('what is written to it after it was read does not change an item, also when that is sent again', async () => {
  const backend = new TakingParts()
  const numbers = Int32Array.of(1, 2, 3)
  const done = createExecutor<Functions>(backend).map(task, numbers, { batchSize: 2, idempotent: true })
  const { sink } = await backend.batch(0)
  numbers.fill(9)
  sink.lost(0, true, CRASH)
  sink.fulfilled(1, 'second', 0)
  backend.onDispatch = (sent) => { sent.sink.fulfilled(sent.indexes[0]!, sent.items[0], 0) }
  expect(await done).toEqual([1, 'second', 9])
})

test('its items are open and recalled as others are', async () => {
  const backend = new TakingParts()
  const done = createExecutor<Functions>(backend).map(task, BigInt64Array.of(1n, 2n, 3n), { batchSize: 3 })
  const { sink } = await backend.batch(0)
  sink.fulfilled(0, 'one', 0)
  sink.fulfilled(0, 'one again', 0)
  sink.rejected(1, new Error('no'), 0)
  expect(await rejection(done)).toMatchObject({ code: 'PARMAP_TASK_FAILED', index: 1 })
  expect(backend.cancelled.map(({ indexes }) => indexes)).toEqual([[2]])
})

test('what was told of them in a row is told, also behind one that was told alone, and ends once only', async () => {
  const backend = new TakingParts()
  const executor = createExecutor<Functions>(backend)
  const done = executor.map(task, Int8Array.of(1, 2, 3, 4, 5), { batchSize: 5, errors: 'collect' })
  const { sink } = await backend.batch(0)
  sink.rejected(0, new Error('no'), 0)
  sink.fulfilledAll!(1, ['two', 'three'], undefined)
  sink.fulfilledAll!(1, ['again', 'again'], undefined)
  sink.fulfilled(3, 'four', 0)
  expect(executor.stats()).toMatchObject({ running: 1, completed: 3, failed: 1 })
  sink.fulfilled(4, 'five', 0)
  await rejection(done)
  expect(executor.stats()).toMatchObject({ running: 0, completed: 4, failed: 1 })
})
