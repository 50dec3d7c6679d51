// From bytes to the text of an item.

import { describe, expect, test } from 'vitest'
import { TooLong } from '../src/input/line-splitter.ts'
import { documentText, lineText, withoutMark } from '../src/input/text.ts'

describe('the text of a line', () => {
  test.each([
    ['a\r', 'a'],
    ['a\r\r', 'a\r'],
    ['\r', ''],
    ['', ''],
    ['żółw 🦊', 'żółw 🦊'],
  ])('%j is %j', (line, text) => {
    expect(lineText(Buffer.from(line))).toBe(text)
  })

  test.each([
    ['a byte that no character begins with', [0xff]],
    ['half a character', [0x61, 0xc3]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
  ])('is none for %s', (_, bytes) => {
    expect(() => lineText(Buffer.from(bytes))).toThrow('the line is not UTF-8')
  })

  test('is none for a line that was dropped', () => {
    expect(() => lineText(new TooLong(1_234_567_890))).toThrow('the line is too long: 1,234,567,890 bytes')
  })
})

describe('a byte order mark', () => {
  test('is left out at the beginning, and only there', () => {
    expect(documentText(Buffer.from('\ufeff[\ufeff'))).toBe('[\ufeff')
    expect(withoutMark('\ufeff\ufeff')).toBe('\ufeff')
    expect(withoutMark('')).toBe('')
  })
})
