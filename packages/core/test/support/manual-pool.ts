// A pool of which the test is the workers: it sees every message to them, and says itself what they say, wake their pool
// with, or only put aside.

import { PooledBackend, toldBy, type Draft, type FromWorker, type Link, type LinkOwner, type PoolLimits, type ToWorker } from '@parmap/core/pool'
import { onTestFinished } from 'vitest'

const LIMITS: PoolLimits = { idleTimeout: Infinity, killGrace: 1_000, maxItemsPerWorker: Infinity, startTimeout: Infinity }

/** One worker. */
export class ManualLink implements Link {
  readonly worker: string
  readonly marks: Int32Array | undefined
  readonly posted: ToWorker[] = []
  /** What waits to be collected. */
  readonly aside: Draft[] = []
  isKilled = false
  readonly #owner: LinkOwner

  constructor(serial: number, marks: Int32Array | undefined, owner: LinkOwner) {
    this.worker = `manual-${serial}`
    this.marks = marks
    this.#owner = owner
  }

  post(message: ToWorker): void { this.posted.push(message) }
  collect(): void { for (const draft of this.aside.splice(0)) this.#owner.heard(toldBy(draft)) }
  kill(): void { this.isKilled = true }
  hold(): void { /* the test holds itself */ }

  say(message: FromWorker): void { this.#owner.heard(message) }
  /** So much of a batch has ended, and so much may have started. */
  tell(batch: number, first: number, values: readonly unknown[], next: number, leave: number): void {
    this.say({ is: 'told', batch, outcomes: values.length === 0 ? [] : [{ is: 'values', first, values: { is: 'values', v: values }, ms: undefined }], next, leave })
  }

  /** Its end, before which all is collected. */
  die(): void {
    this.collect()
    this.#owner.gone({ exitCode: null, signal: 'SIGKILL', outOfMemory: false })
  }
}

export interface ManualPool {
  readonly backend: PooledBackend
  readonly links: ManualLink[]
}

export interface ManualPoolOptions {
  readonly workers?: number
  readonly slots?: number
  /** Memory for the starts of so many batches; 0: they are announced. */
  readonly lanes?: number
  readonly limits?: Partial<PoolLimits>
}

export function manualPool({ workers = 1, slots = 1, lanes = 0, limits }: ManualPoolOptions = {}): ManualPool {
  const links: ManualLink[] = []
  const backend = new PooledBackend({
    name: 'manual',
    capabilities: { values: 'structured-clone', functions: 'portable', kill: true, parallel: true, transfer: false, isolation: 'process', delivery: 'at-most-once' },
    messageMs: 0.5,
    workers,
    slots,
    limits: { ...LIMITS, ...limits },
    connect: (serial, owner) => {
      const link = new ManualLink(serial, lanes > 0 ? new Int32Array(lanes) : undefined, owner)
      links.push(link)
      queueMicrotask(() => { owner.heard({ is: 'ready' }) })
      return link
    },
  })
  onTestFinished(() => { for (const link of links) link.die() })
  return { backend, links }
}
