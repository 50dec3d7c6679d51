// What others print, as whole lines.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WholeLines } from '../src/whole-lines.ts'

function printed(chunks: readonly Uint8Array[]): Buffer[] {
  const found: Buffer[] = []
  const lines = new WholeLines((text) => {
    found.push(text)
    return true
  })
  for (const chunk of chunks) lines.write(chunk)
  lines.end()
  return found
}

describe('WholeLines', () => {
  test('prints nothing but whole lines, however they come', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'bc', '\n', 'ä\n', '🦊')), (parts) => {
      const texts = printed(parts.map((part) => Buffer.from(part)))
      expect(texts.filter((text) => text.at(-1) !== 0x0a)).toEqual([])
      expect(Buffer.concat(texts).toString()).toBe(parts.length === 0 ? '' : `${parts.join('').replace(/\n$/u, '')}\n`)
    }))
  })

  test('cuts a line that does not end, between characters', () => {
    const text = 'x🦊'.repeat(600_000)
    const bytes = Buffer.from(text)
    const chunks = Array.from({ length: Math.ceil(bytes.length / 1_001) }, (_, at) => bytes.subarray(at * 1_001, (at + 1) * 1_001))
    const lines = printed(chunks).map(String)
    expect(lines.map((line) => Buffer.byteLength(line) < 1_060_000)).toEqual([true, true, true])
    expect(lines.map((line) => line.slice(0, -1)).join('')).toBe(text)
  })

  test('gives back what the stream says of its room', () => {
    let hasRoom = false
    const lines = new WholeLines(() => hasRoom)
    expect([lines.write('a'), lines.write('b\nc'), lines.write(Buffer.alloc(2_000_000, 'x'))]).toEqual([true, false, false])
    hasRoom = true
    expect(lines.write('\n')).toBe(true)
  })
})
