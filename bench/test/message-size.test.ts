import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { sizeOf } from '../src/message-size.ts'

const SMALL = 40

test('a message takes the bytes of what it holds, a view those of its whole buffer', () => {
  expect(sizeOf('x'.repeat(1_000), [])).toBeGreaterThanOrEqual(1_000)
  expect(sizeOf({ bytes: new Uint8Array(1_000) }, [])).toBeGreaterThanOrEqual(1_000)
  expect(sizeOf(new Uint8Array(1_000).subarray(0, 1), [])).toBeGreaterThanOrEqual(1_000)
  expect(sizeOf([new Uint8Array(1_000)], [])).toBeLessThan(1_000 + SMALL)
})

test('what is moved or shared takes next to none, nor does a port', () => {
  const moved = new Uint8Array(1_000)
  const { port1 } = new MessageChannel()
  expect(sizeOf({ moved }, [moved.buffer])).toBeLessThan(SMALL)
  expect(sizeOf({ shared: new Uint8Array(new SharedArrayBuffer(1_000)) }, [])).toBeLessThan(SMALL)
  expect(sizeOf({ port1 }, [port1])).toBeLessThan(SMALL)
  port1.close()
})

test('a message that cannot be sent takes none', () => {
  expect(sizeOf(() => undefined, [])).toBe(0)
})
