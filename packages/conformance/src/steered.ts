// The task of the steered items: tells its kit that it has started, and does what it is ordered.

import type { TaskContext } from '@parmap/core'
import { openLine } from './line.ts'
import type { Death, SteeredItem } from './steering.ts'

/** Ends the worker, or never ends, as only this kind of worker can. */
export interface WayOfDying {
  die(death: Death): unknown
  /** Keeps the worker from doing anything else, without end. */
  block(): unknown
}

/** Makes the task. A backend whose workers only pretend to die has its own way. */
export function steeredBy(way: WayOfDying): (item: SteeredItem, context: TaskContext) => Promise<unknown> {
  return async ({ key, control, heeds }, context) => {
    const { index, attempt, worker, signal } = context
    const line = openLine(control)
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        line.tell({ is: 'aborted', key, reason: String(signal.reason) })
        if (heeds) reject(signal.reason)
      }, { once: true })
    })
    line.tell({ is: 'started', key, index, attempt, worker })
    try {
      const order = await Promise.race([line.order, aborted])
      switch (order.end) {
        case 'return': return order.value
        case 'throw': throw new Error(order.message)
        case 'block': return await way.block()
        case 'exit': case 'signal': case 'memory': return await way.die(order)
      }
    } finally {
      line.end()
    }
  }
}
