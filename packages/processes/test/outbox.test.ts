// What a process puts aside in a file: each draft comes out once and as it was, across the end of the ring, as far as it is
// whole, and what does not fit is refused.

import type { Draft } from '@parmap/core/pool'
import fc from 'fast-check'
import { execFile } from 'node:child_process'
import { closeSync, ftruncateSync, fstatSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { afterEach, expect, test } from 'vitest'
import { namelessFile } from '../src/nameless-file.ts'
import { OutboxReader, OutboxWriter } from '../src/outbox.ts'

const files: number[] = []
afterEach(() => { for (const fd of files.splice(0)) closeSync(fd) })

const sides = (): { readonly writer: OutboxWriter; readonly reader: OutboxReader; readonly fd: number } => {
  const fd = namelessFile()!
  files.push(fd)
  return { writer: new OutboxWriter(fd), reader: new OutboxReader(fd), fd }
}
const takenFrom = (reader: OutboxReader, end = Infinity, told?: number): Draft[] => {
  const drafts: Draft[] = []
  reader.take(end, told, (draft) => { drafts.push(draft) })
  return drafts
}

const value = fc.oneof(fc.double(), fc.constantFrom(-0, null, undefined, true), fc.string({ maxLength: 200 }), fc.bigInt())
const row = fc.tuple(fc.nat(), fc.array(value, { minLength: 1, maxLength: 64 }), fc.constantFrom(undefined, [1, 2.5]))
const draft: fc.Arbitrary<Draft> = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.array(row, { maxLength: 4 }))

test('all that is put in comes out, in order and as it was', () => {
  fc.assert(fc.property(fc.array(fc.tuple(draft, fc.constantFrom('nothing', 'look', 'end')), { minLength: 1, maxLength: 60 }), (steps) => {
    const { writer, reader } = sides()
    const [put, taken]: [Draft[], Draft[]] = [[], []]
    for (const [one, then] of steps) {
      if (writer.put(one)) put.push(one)
      if (then !== 'nothing') taken.push(...takenFrom(reader, then === 'end' ? writer.end : Infinity))
      writer.taken = reader.taken // as its pool says with each message
    }
    taken.push(...takenFrom(reader))
    expect(taken).toEqual(put)
  }), { numRuns: 150 })
})

test('a full one refuses, and takes more when it is known to have been emptied', () => {
  const { writer, reader } = sides()
  const big: Draft = [1, 1, 1, [[0, ['x'.repeat(9_000)], undefined]]]
  let count = 0
  while (writer.put(big)) count++
  expect(count).toBeGreaterThan(4)
  expect(takenFrom(reader)).toHaveLength(count)
  expect(writer.put(big)).toBe(false)
  writer.taken = reader.taken
  expect(writer.put(big)).toBe(true)
  expect(takenFrom(reader)).toEqual([big])
  expect(writer.put([1, 1, 1, [[0, ['x'.repeat(100_000)], undefined]]])).toBe(false)
})

test('what a killed process has written in part only is not there', () => {
  const { writer, reader, fd } = sides()
  writer.put([1, 0, 0, [[0, ['whole'], undefined]]])
  writer.put([1, 1, 1, [[1, ['not whole'], undefined]]])
  ftruncateSync(fd, fstatSync(fd).size - 3)
  expect(takenFrom(reader)).toEqual([[1, 0, 0, [[0, ['whole'], undefined]]]])
  expect(takenFrom(reader)).toEqual([])
})

test('what is about a batch that has been told of is left out, the rest is not', () => {
  const { writer, reader } = sides()
  for (const batch of [1, 2, 1, 3]) writer.put([batch, 0, 0, [[0, ['text'], undefined]]])
  expect(takenFrom(reader, writer.end, 1).map(([batch]) => batch)).toEqual([2, 3])
})

/** What Node 20 can run of a module in TypeScript. */
async function javaScriptOf(module: URL): Promise<string> {
  const bundle = await rolldown({ input: fileURLToPath(module), platform: 'node' })
  const { output: [{ code }] } = await bundle.generate({ format: 'esm' })
  return code
}

test('where the file cannot grow, what has been put is there, and what is not there has not been put', async () => {
  const command = ['-c', 'ulimit -f 16 && exec "$0" --input-type=module -e "$1"', process.execPath, await javaScriptOf(new URL('./fixtures/full-device.ts', import.meta.url))]
  const { stdout } = await promisify(execFile)('sh', command)
  expect(stdout).toBe('true true\n')
})
