// Where in a value that is which structured clone refuses: for the message of an error, so it may cost what it likes.

import { isClonable } from './hostile-value.ts'

/**
 * The path of the field for which structured clone refuses a value, such as `rows[3].onClick`; `''` where it is the
 * value itself. Of several the first. Costs a copy of the value for each level.
 */
export function unclonablePath(value: unknown): string {
  return (find(value, '', new Set()) ?? '').replace(/^\./u, '')
}

/** Undefined where all that is refused in it leads back to where the search has been. */
function find(value: unknown, path: string, seen: Set<unknown>): string | undefined {
  if (typeof value !== 'object' || value === null) return path
  if (seen.has(value)) return undefined
  seen.add(value)
  const refused = partsOf(value).filter(([, part]) => !isClonable([part])) // in an array, since a symbol is refused, too
  for (const [step, part] of refused) {
    const found = find(part, `${path}${step}`, seen)
    if (found !== undefined) return found
  }
  return refused.length === 0 ? path : undefined
}

function partsOf(value: object): [step: string, part: unknown][] {
  try {
    if (value instanceof Map) return [...value].flatMap(([key, part]): [string, unknown][] => [['.keys()', key], [`.get(${String(key)})`, part]])
    if (value instanceof Set) return [...value].map((part) => ['.values()', part])
    if (Array.isArray(value)) return value.map((part: unknown, place) => [`[${place}]`, part])
    return Object.entries(value).map(([key, part]) => [`.${key}`, part])
  } catch {
    return [] // a proxy, a getter that throws
  }
}
