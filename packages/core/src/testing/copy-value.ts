// Values on their way to a simulated worker and back: copied as real workers copy them, so that what those refuse is
// refused here, too.

import { isMovedItem } from '../move.ts'
import { skip } from '../skip.ts'
import { unclonablePath } from '../unclonable-path.ts'

/** What became of a value; `path` names the field that cannot be copied. */
export type Copied = { readonly isCopied: true; readonly value: unknown } | { readonly isCopied: false; readonly path: string; readonly error: unknown }

/** Copies a value as structured clone does; moved values are transferred where `canTransfer`. */
export function copyValue(value: unknown, canTransfer: boolean): Copied {
  if (value === skip) return { isCopied: true, value } // a mark, which real workers write as one, too
  const transfer = isMovedItem(value) && canTransfer ? [...value.transfer] : []
  const plain = isMovedItem(value) ? value.value : value
  try {
    return { isCopied: true, value: structuredClone(plain, { transfer: transfer as Transferable[] }) }
  } catch (error) {
    return { isCopied: false, path: unclonablePath(plain), error }
  }
}
