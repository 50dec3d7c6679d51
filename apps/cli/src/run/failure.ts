// A failed item, and of which kind it is.

import { isInputError, isItemError } from '../errors.ts'

/** Why an item failed: an error of its executor, or why it was no item. */
export interface Failure {
  readonly code: string | undefined
  /** What was thrown, or what it comes from. */
  readonly cause?: unknown
  /** How often it was started. */
  readonly attempts: number
  readonly message?: string | undefined
}

const OWN_WORDS: Readonly<Record<string, string>> = { PARMAP_TIMEOUT: 'timeout', PARMAP_WORKER_LOST: 'crash' }

/** The code of what was thrown, such as `ECONNREFUSED`, if it has one. */
export function codeIn(thrown: unknown): string | undefined {
  try {
    const { code, cause } = Object(thrown) as { readonly code?: unknown; readonly cause?: unknown }
    const found = code ?? (Object(cause) as { readonly code?: unknown }).code // fetch keeps what is wrong one level down
    return typeof found === 'string' ? found : undefined
  } catch {
    return undefined
  }
}

/** What failures are counted by: the code of what was thrown, such as `ECONNREFUSED`, or its name. */
export function kindOf({ code, cause }: Failure): string {
  if (isItemError(cause)) return isInputError(cause) ? 'no item' : 'no result'
  if (code !== undefined && code !== 'PARMAP_TASK_FAILED') return OWN_WORDS[code] ?? code
  return codeIn(cause) ?? nameIn(cause) ?? 'something thrown'
}

function nameIn(thrown: unknown): string | undefined {
  try {
    const { name } = Object(thrown) as { readonly name?: unknown }
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined
  }
}
