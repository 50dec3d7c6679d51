// The module in which an inline task travels: a data: URL, which import() takes in Node, Bun, Deno and browsers, so that
// a worker loads it like any other task. Evaluating the text instead is forbidden where code generation is, and resolves
// import() against the evaluating package.

import type { ParsedFunction } from './parse-function.ts'

/** The export that holds the definition. */
export const CARRIER_EXPORT = 'default'

/**
 * @param inserted definitions, by name, of what compilers and coverage tools have put into the text
 * @throws TypeError for a text with half of a surrogate pair, which no URL can hold
 */
export function carrierUrl(fn: ParsedFunction, inserted: ReadonlyMap<string, string>): string {
  const source = carrierSource(fn, inserted)
  if (/\p{Surrogate}/u.test(source)) {
    throw new TypeError('Cannot inline a function whose text contains half of a surrogate pair: write it as an escape')
  }
  // Only what a URL would change is encoded: half the length of encodeURIComponent's, and the text stays readable where
  // a runtime shows the URL. `%`, `#` and `?` have a meaning in URLs, and parsers drop tabs and line ends.
  return `data:text/javascript,${source.replace(/[^ -~]|[%#?]/gu, encodeURIComponent)}`
}

function carrierSource({ name, text }: ParsedFunction, inserted: ReadonlyMap<string, string>): string {
  const key = JSON.stringify(name)
  const definitions = Array.from(inserted, ([helper, definition]) => `const ${helper} = ${definition}; `).join('')
  // A TaskDefinition. The function starts on the first line, so that lines in stack traces are those of its own text,
  // and is named by being a property; the key is computed because `__proto__` would otherwise mean something else.
  return (
    `${definitions}export default { [Symbol.for('parmap.task')]: { module: undefined, exportName: ${key}, ` +
    `setup: (state) => state, teardown: undefined, fn: { [${key}]: (${text}\n) }[${key}] } }\n` +
    // No dot may be in the last line: what follows the last one after the last slash is to Bun a file extension, also here.
    `//# sourceURL=inline-task:${name.replaceAll(/[^\w$-]/gu, '_')}`
  )
}
