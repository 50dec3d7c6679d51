// By what an item is known again.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CompactTable } from '../src/journal/compact-table.ts'
import { contentKey, entryKey, ItemKeys } from '../src/journal/key.ts'

describe('the key of a content', () => {
  test('is 128 bits of the SHA-256 of its bytes, whether they come as text or not', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const expected = createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32)
      expect([contentKey(text), contentKey(Buffer.from(text))]).toEqual([expected, expected])
    }))
  })

  test('differs for halves of surrogate pairs, of which UTF-8 makes the same', () => {
    expect(new Set(['\ud800', '\ud801', '\udc00', '\ufffd'].map(contentKey)).size).toBe(4)
  })

  test('of a view is that of the bytes it shows', () => {
    expect(contentKey(Buffer.from('xabcx').subarray(1, 4))).toBe(contentKey('abc'))
  })
})

describe('the occurrence', () => {
  test('counts equal contents in input order, from 1', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (contents) => {
      const keys = new ItemKeys()
      const occurrences = contents.map((content) => keys.next(content).occurrence)
      expect(occurrences).toEqual(contents.map((content, at) => contents.slice(0, at + 1).filter((other) => other === content).length))
    }))
  })

  test('is 1 for each of many different contents, and 2 when they come again', () => {
    const keys = new ItemKeys()
    const round = (): Set<number> => new Set(Array.from({ length: 20_000 }, (_, n) => keys.next(`item ${n}`).occurrence))
    expect([round(), round()]).toEqual([new Set([1]), new Set([2])])
  })

  test('is part of what an entry is found by', () => {
    const key = contentKey('a')
    expect(new Set([1, 2, 3].map((occurrence) => entryKey({ key, occurrence }))).size).toBe(3)
  })
})

describe('a compact table', () => {
  const word = fc.integer({ min: 0, max: 0xffff_ffff })
  // Of the lowest bit nothing is kept: 0 marks a slot that is free.
  const even = word.map((low) => (low & ~1) >>> 0)

  test('holds what a Map would, also where all entries want the same slot', () => {
    const entries = fc.array(fc.tuple(fc.oneof(fc.constant(7), word), even, word), { maxLength: 3_000, size: 'max' })
    fc.assert(fc.property(entries, (all) => {
      const table = new CompactTable(1)
      const map = new Map<string, number>()
      for (const [high, low, value] of all) {
        table.setWord(table.add(high, low), 0, value)
        map.set(`${high} ${low}`, value)
      }
      expect(table.size).toBe(map.size)
      for (const [high, low] of all) expect(table.word(table.find(high, low)!, 0)).toBe(map.get(`${high} ${low}`))
    }), { numRuns: 30 })
  })

  test('has no place for what was never added', () => {
    const table = new CompactTable(1)
    table.add(1, 2)
    expect([table.find(1, 4), table.find(2, 2), table.find(1, 2)]).toEqual([undefined, undefined, expect.any(Number)])
  })

  test('takes at most 30 bytes an entry where one word belongs to each', () => {
    const table = new CompactTable(1)
    for (let n = 0; n < 100_000; n++) table.add(Math.imul(n, 0x9e37_79b1), n * 2)
    expect(table.bytes / table.size).toBeLessThan(30)
  })
})
