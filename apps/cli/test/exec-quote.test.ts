// Quoting, as real shells read it back.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quoteCommand } from '../src/exec/quote.ts'
import { wordsOf } from './support/real-shell.ts'

const text = (bytes: Buffer): string => bytes.toString('latin1')
const line = (...words: readonly string[]): string => quoteCommand(words.map((word) => Buffer.from(word))).toString()

// Bytes that mean something to shells are frequent.
const byte = fc.oneof(fc.constantFrom(...Buffer.from('\'"\\ \n$`*?[]{}~!#&;|<>()=%-^\t\r')), fc.integer({ min: 1, max: 255 }))
const word = fc.array(byte, { maxLength: 8 }).map((bytes) => Buffer.from(bytes))

describe('an argument vector', () => {
  test.each(['sh', 'bash'])('is read back by %s to the same bytes', (shell) => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
        expect(wordsOf(quoteCommand(words), shell).map(text)).toEqual(words.map(text))
      }),
      { numRuns: 150 },
    )
  })

  test('is read back to the same bytes with every byte but NUL', () => {
    const all = Buffer.from(Array.from({ length: 255 }, (_, at) => at + 1))
    expect(wordsOf(quoteCommand([all, ...[...all].map((one) => Buffer.of(one))])).map(text)).toEqual([text(all), ...text(all)])
  })

  test('stays as people would write it where it can', () => {
    expect(line('convert', '-resize', '50%', 'a/b_1.jpg', 'user@host:c')).toBe('convert -resize 50% a/b_1.jpg user@host:c')
  })

  test('has quotes where a word is empty, means something to a shell, or would be no command', () => {
    expect(line('printf', '', 'a b', "it's", '~', '$x', '*')).toBe(String.raw`printf '' 'a b' 'it'\''s' '~' '$x' '*'`)
    expect(line('a=b')).toBe("'a=b'")
    expect(line('while', 'x')).toBe("'while' x")
  })
})
