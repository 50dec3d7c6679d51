// The bytes of all messages of a process, in memory that all its threads share.

import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'

const KEY = 'parmap bench: bytes of messages'

/** Makes the total; all threads that are started from now on have it, too. */
export function openTotal(): void {
  setEnvironmentData(KEY, new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT))
}

/** The total, as its only element. @throws where none has been made before this thread was started */
export function messageTotal(): BigInt64Array {
  const memory: unknown = getEnvironmentData(KEY)
  if (!(memory instanceof SharedArrayBuffer)) throw new Error('nobody counts messages here')
  return new BigInt64Array(memory)
}
