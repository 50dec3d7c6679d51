// A delimiter as it is written in a flag: text, in which a backslash may stand before what a shell hardly types.

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', '\\': '\\' }

/** What a delimiter must look like, in words. */
export const DELIMITER_RULE = String.raw`text that is not empty; \n, \t, \r, \0, \\ and \xHH stand for what they usually do`

/** The bytes of a delimiter such as `,` or `\t`; undefined for what is none. */
export function parseDelimiter(text: string): Buffer | undefined {
  if (text === '' || /\\(?![nrt0\\]|x[\da-f]{2})/iu.test(text)) return undefined
  const parts = text.split(/(\\x[\da-fA-F]{2}|\\[nrt0\\])/u).map((part) => {
    if (!part.startsWith('\\')) return Buffer.from(part)
    return part[1] === 'x' ? Buffer.from(part.slice(2), 'hex') : Buffer.from(ESCAPES[part[1]!]!)
  })
  return Buffer.concat(parts)
}
