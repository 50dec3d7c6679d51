// A delimiter as it is written in a flag: text, in which a backslash may stand before what a shell hardly types.

import { isUtf8 } from 'node:buffer'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', '\\': '\\' }

/** What a delimiter must look like, in words. */
export const DELIMITER_RULE = String.raw`text that is not empty; \n, \t, \r, \0, \\ and \xHH stand for what they usually do`

const DELIMITER = /^(?:[^\\]|\\(?:[nrt0\\]|x[\da-fA-F]{2}))+$/su

/** The bytes of a delimiter such as `,` or `\t`; undefined for what is none. */
export function parseDelimiter(text: string): Buffer | undefined {
  if (!DELIMITER.test(text)) return undefined
  const parts = text.split(/(\\x[\da-fA-F]{2}|\\[nrt0\\])/u).map((part) => {
    if (!part.startsWith('\\')) return Buffer.from(part)
    return part[1] === 'x' ? Buffer.from(part.slice(2), 'hex') : Buffer.from(ESCAPES[part[1]!]!)
  })
  return Buffer.concat(parts)
}

/** A delimiter as a flag would give it: {@link parseDelimiter} makes the same bytes of it. */
export function delimiterText(bytes: Buffer): string {
  if (!isUtf8(bytes)) return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  return bytes.toString().replaceAll('\\', '\\\\').replaceAll('\0', '\\0')
}
