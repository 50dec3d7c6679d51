// Where in a value that is which cannot be copied: for the message of an error, so it may cost what it likes.

import { isClonable } from './hostile-value.ts'

// A value may be refused for its depth alone: then there is no end to find, and each level costs a try.
const MOST_LEVELS = 100

/** What stands for a property that cannot even be read. */
const UNREADABLE = (): void => undefined

/**
 * The path of the field for which a value cannot be copied, such as `rows[3].onClick`; `''` where it is the value
 * itself. Of several the first. Costs a copy of the value for each level, at most a hundred.
 *
 * @param isCopyable whether the channel copies an object; default: whether structured clone does
 */
export function unclonablePath(value: unknown, isCopyable: (value: object) => boolean = isClonable): string {
  const seen = new Set<unknown>()

  /** Undefined where all that is refused in it leads back to where the search has been. */
  function find(whole: unknown, path: string): string | undefined {
    if (typeof whole !== 'object' || whole === null || seen.size === MOST_LEVELS) return path
    if (seen.has(whole)) return undefined
    seen.add(whole)
    const refused = partsOf(whole).filter(([, part]) => !isCopyable([part])) // in an array, since a symbol is refused, too
    for (const [step, part] of refused) {
      const found = find(part, `${path}${step}`)
      if (found !== undefined) return found
    }
    return refused.length === 0 ? path : undefined
  }

  return (find(value, '') ?? '').replace(/^\./u, '')
}

function partsOf(value: object): [step: string, part: unknown][] {
  try {
    if (value instanceof Map) return [...value].flatMap(([key, part]): [string, unknown][] => [['.keys()', key], [`.get(${String(key)})`, part]])
    if (value instanceof Set) return [...value].map((part) => ['.values()', part])
    if (Array.isArray(value)) return Array.from(value, (_, place) => [`[${place}]`, read(value, place)])
    return Object.keys(value).map((key) => [`.${key}`, read(value, key)])
  } catch {
    return [] // a proxy
  }
}

function read(value: object, key: string | number): unknown {
  try {
    return (value as Readonly<Record<string | number, unknown>>)[key]
  } catch {
    return UNREADABLE // a getter that throws
  }
}
