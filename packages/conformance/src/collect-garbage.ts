// Makes the runtime collect its garbage now, so that a rule can see what is still held.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

interface Runtime {
  readonly gc?: () => void
  readonly Bun?: { gc(isForced: boolean): void }
}

/** Resolves when what nobody holds has gone. */
export async function collectGarbage(): Promise<void> {
  const collect = collector()
  for (let round = 0; round < 2; round++) { // what a native object holds, such as a serializer, goes one round after it
    await new Promise((resolve) => { setImmediate(resolve) }) // what has been looked at lives to the end of its turn
    collect()
  }
}

function collector(): () => void {
  const { gc, Bun } = globalThis as Runtime
  if (gc !== undefined) return gc
  if (Bun !== undefined) return () => { Bun.gc(true) }
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
