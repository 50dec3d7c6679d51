// What of a packed batch a channel between threads may take over instead of copying it.

import type { Packed } from './packed.ts'

/** Bytes from which handing over a buffer is cheaper than copying it. */
const SMALLEST_TRANSFER = 8_192

/**
 * The buffers of a packed batch that are worth transferring: only such as packing itself has made, so that nothing of the
 * caller's is emptied. The batch cannot be sent a second time then; pack the values again.
 */
export function packedTransfer(packed: Packed): readonly ArrayBuffer[] {
  return buffersOf(packed).filter(({ byteLength }) => byteLength >= SMALLEST_TRANSFER)
}

function buffersOf(packed: Packed): readonly ArrayBuffer[] {
  switch (packed.is) {
    case 'values': return []
    case 'numbers': return [packed.n.buffer]
    case 'texts': return [packed.l.buffer]
    case 'objects': return packed.v.flatMap(buffersOf)
    case 'lists': return [packed.l.buffer, ...buffersOf(packed.v)]
  }
}
