// A backend in this process that copies all that it carries, as one does whose workers have heaps of their own.

import { indexAt, skip, type Batch, type Capabilities, type Sink } from '@parmap/core'
import { decodeError, encodeError, isMovedItem, unclonablePath } from '@parmap/core/worker'
import { LocalBackend, spoiltSink } from './broken-executor.ts'

/** What `move` was given, or the value itself. */
export function unmoved(value: unknown): unknown { return isMovedItem(value) ? value.value : value }

export class CopyingBackend extends LocalBackend {
  override readonly name = 'copying'
  override readonly capabilities: Capabilities = { values: 'structured-clone', functions: 'portable', kill: false, parallel: false, transfer: false, isolation: 'none', delivery: 'at-most-once' }

  /** An item or a result on the other side. */
  copy(value: unknown): unknown { return value === skip ? skip : structuredClone(unmoved(value)) }
  /** A thrown value on the other side. */
  copyError(error: unknown): unknown { return decodeError(structuredClone(encodeError(error))) }

  override dispatch(batch: Batch, sink: Sink): void {
    const sent = batch.items.flatMap((item, position) => {
      const index = indexAt(batch, position)
      try {
        return [{ index, item: this.copy(item), attempt: batch.attempts?.[position] ?? 1 }]
      } catch (error) {
        sink.unserializable(index, unclonablePath(unmoved(item)), error)
        return []
      }
    })
    if (sent.length === 0) return
    const copied = { ...batch, indexes: sent.map(({ index }) => index), items: sent.map(({ item }) => item), attempts: sent.map(({ attempt }) => attempt) }
    super.dispatch(copied, spoiltSink(sink, {
      fulfilled: (index, value, ms) => {
        let copy: unknown
        try {
          copy = this.copy(value)
        } catch (error) {
          return sink.unserializable(index, unclonablePath(unmoved(value)), error)
        }
        sink.fulfilled(index, copy, ms)
      },
      rejected: (index, error, ms) => { sink.rejected(index, this.copyError(error), ms) },
    }))
  }
}
