// How many bytes a message takes: those of the structured clone that V8 writes of it.

import { Serializer } from 'node:v8'

/** Writes what a port writes; but what only its receiver could make sense of takes no bytes here. */
class MessageSerializer extends Serializer {
  /** Ports and other things of Node. */
  _writeHostObject(): void {}
  _getSharedArrayBufferId(): number { return 0 }
  _getDataCloneError(message: string): Error { return new Error(message) }
}

/**
 * Bytes of a message. A view takes those of its whole buffer, as it does when it is sent; a moved buffer and shared memory
 * take next to none. A message that cannot be sent has none.
 */
export function sizeOf(message: unknown, transfer: readonly unknown[]): number {
  const serializer = new MessageSerializer()
  transfer.forEach((moved, id) => { if (moved instanceof ArrayBuffer) serializer.transferArrayBuffer(id, moved) })
  try {
    serializer.writeHeader()
    serializer.writeValue(message)
    return serializer.releaseBuffer().length
  } catch {
    return 0
  }
}
