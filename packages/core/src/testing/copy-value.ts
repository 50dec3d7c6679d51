// Values on their way to a simulated worker and back: copied as real workers copy them, so that what those refuse is
// refused here, too.

import { isClonable } from '../hostile-value.ts'
import { isMovedItem } from '../move.ts'
import { skip } from '../skip.ts'

/** What became of a value; `path` names the field that cannot be copied, as in `.rows[2].close`. */
export type Copied = { readonly isCopied: true; readonly value: unknown } | { readonly isCopied: false; readonly path: string; readonly error: unknown }

/** Copies a value as structured clone does; moved values are transferred where `canTransfer`. */
export function copyValue(value: unknown, canTransfer: boolean): Copied {
  if (value === skip) return { isCopied: true, value } // a mark, which real workers write as one, too
  const transfer = isMovedItem(value) && canTransfer ? [...value.transfer] : []
  const plain = isMovedItem(value) ? value.value : value
  try {
    return { isCopied: true, value: structuredClone(plain, { transfer: transfer as Transferable[] }) }
  } catch (error) {
    return { isCopied: false, path: culprit(plain, new Set()), error }
  }
}

/** Where in a value that cannot be copied the part is that cannot. */
function culprit(value: unknown, seen: Set<unknown>): string {
  if (typeof value !== 'object' || value === null || seen.has(value)) return ''
  seen.add(value)
  for (const [step, part] of partsOf(value)) if (!isClonable(part as object)) return step + culprit(part, seen)
  return ''
}

function* partsOf(value: object): Generator<readonly [step: string, part: unknown]> {
  if (Array.isArray(value)) for (const [index, part] of value.entries()) yield [`[${index}]`, part]
  else if (value instanceof Map) for (const [key, part] of value) yield [`.get(${String(key)})`, part]
  else if (value instanceof Set) for (const [index, part] of [...value].entries()) yield [`[${index}]`, part]
  else for (const key of Object.keys(value)) yield [/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`, (value as Readonly<Record<string, unknown>>)[key]]
}
