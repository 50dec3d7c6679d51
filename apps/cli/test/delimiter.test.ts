// Delimiters as flags give them.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delimiterText, parseDelimiter } from '../src/input/delimiter.ts'

test.each([[',', ','], [String.raw`\t`, '\t'], [String.raw`\n--\r`, '\n--\r'], [String.raw`\0`, '\0'], [String.raw`a\\n`, 'a\\n'], [String.raw`\x41\x0a`, 'A\n'], ['ä', 'ä']])('%s', (text, expected) => {
  expect(parseDelimiter(text)).toEqual(Buffer.from(expected))
})

test.each(['', String.raw`\q`, '\\', String.raw`\x4`, String.raw`\N`, String.raw`\X41`])('"%s" is none', (text) => {
  expect(parseDelimiter(text)).toBeUndefined()
})

test('the text of any bytes gives them back', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 8 }), (bytes) => { expect(parseDelimiter(delimiterText(Buffer.from(bytes)))).toEqual(Buffer.from(bytes)) }))
})
