// Loaded before anything else (`--require`), in a process and in each of its threads: counts the bytes of every message.
// All go through a port, those between a `Worker` and its `parentPort`, too.

import { isMainThread, MessagePort, type Transferable } from 'node:worker_threads'
import { sizeOf } from './message-size.ts'
import { messageTotal, openTotal } from './message-total.ts'

if (isMainThread) openTotal()
const total = messageTotal()
const { postMessage } = MessagePort.prototype

MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown, given?: readonly Transferable[] | { readonly transfer?: readonly Transferable[] }): void {
  Atomics.add(total, 0, BigInt(sizeOf(message, transferOf(given)))) // before: what is moved has no size afterwards
  Reflect.apply(postMessage, this, arguments.length > 1 ? [message, given] : [message])
}

function transferOf(given: readonly Transferable[] | { readonly transfer?: readonly Transferable[] } | undefined): readonly unknown[] {
  return (given !== undefined && 'transfer' in given ? given.transfer : (given as readonly Transferable[] | undefined)) ?? []
}
