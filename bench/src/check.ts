// Tells whether results are right. Every round is checked: a fast wrong answer is no answer.

import { isDeepStrictEqual } from 'node:util'

/** The first difference in words, or undefined where the results are right. */
export function difference(actual: readonly unknown[], expected: readonly unknown[]): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} results instead of ${expected.length}`
  for (let index = 0; index < expected.length; index++) {
    const [got, wanted] = [actual[index], expected[index]]
    if (!Object.is(got, wanted) && !isDeepStrictEqual(got, wanted)) return `result ${index} is ${String(got)} instead of ${String(wanted)}`
  }
  return undefined
}
