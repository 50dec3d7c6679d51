// Slots do not tell whether items run at the same time: those of a task that computes wait for each other in their worker.
// So when a worker has nothing to do, the others offer what they have not begun. See docs/decisions/0010-workers-apart.md.

import { systemClock } from '../clock.ts'
import type { Cargo } from './cargo.ts'

/** A worker, as far as it matters here. */
export interface Spreadable {
  readonly isReady: boolean
  /** Whether it takes batches. */
  readonly isOpen: boolean
  readonly isEmpty: boolean
  readonly cargos: Iterable<Cargo>
  /** How many items of a batch have certainly started. */
  started(cargo: Cargo): number
}

/** A worker with items that could leave it. */
interface Donor {
  readonly batches: readonly Waiting[]
  /** So many of all could leave. */
  readonly spare: number
}

interface Waiting {
  readonly cargo: Cargo
  /** So many have not begun, as far as is known. */
  readonly count: number
}

export class Spreading {
  readonly #workers: Iterable<Spreadable>
  #isDue = false

  constructor(workers: Iterable<Spreadable>) { this.#workers = workers }

  /** A worker has nothing to do. In the next turn it is seen whether the engine had something for it. */
  soon(): void {
    if (this.#isDue) return
    this.#isDue = true
    systemClock.nextTurn(() => {
      this.#isDue = false
      this.#spread()
    })
  }

  #spread(): void {
    const workers = [...this.#workers]
    const idle = workers.filter(({ isReady, isOpen, isEmpty }) => isReady && isOpen && isEmpty).length
    if (idle === 0) return
    const donors = workers.map(donorOf).filter(({ spare }) => spare > 0)
    for (const donor of donors) offer(donor, Math.ceil((donor.spare * idle) / (idle + donors.length)))
  }
}

/** It keeps one item at least: that is what it does, or is about to. */
function donorOf(worker: Spreadable): Donor {
  let open = 0
  let waiting = 0
  const batches: Waiting[] = []
  for (const cargo of worker.cargos) {
    const count = cargo.open - cargo.running(worker.started(cargo))
    batches.push({ cargo, count })
    open += cargo.open
    waiting += count
  }
  return { batches, spare: Math.min(waiting, open - 1) }
}

/** Offers so many items, the last first. */
function offer({ batches }: Donor, items: number): void {
  let left = items
  for (const { cargo, count } of batches.toReversed()) {
    const some = Math.min(left, count)
    if (some > 0 && cargo.sink.spare?.(some) === true) left -= some
  }
}
