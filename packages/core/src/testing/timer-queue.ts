// The timers of a virtual clock: a binary heap, since a test may have a hundred thousand of them. Knows their order, not
// what time it is.

/** One timer; without a callback it has been cleared or has fired. */
export interface Timer {
  readonly at: number
  /** Of timers for the same time, the one that was made first fires first. */
  readonly order: number
  callback: (() => void) | undefined
}

export class TimerQueue {
  readonly #heap: Timer[] = []
  #order = 0
  /** Timers that have neither fired nor been cleared. */
  size = 0

  add(at: number, callback: () => void): Timer {
    const timer: Timer = { at, order: this.#order++, callback }
    this.size++
    this.#rise(timer)
    return timer
  }

  /** A cleared timer stays in the heap until its turn comes: finding it would cost more. */
  clear(timer: Timer): void {
    if (timer.callback === undefined) return
    timer.callback = undefined
    this.size--
  }

  /** The time of the next timer; undefined when there is none. */
  get next(): number | undefined {
    while (this.#heap.length > 0 && this.#heap[0]!.callback === undefined) this.#shift()
    return this.#heap[0]?.at
  }

  /** Takes what the next timer calls. */
  take(): (() => void) | undefined {
    if (this.next === undefined) return undefined
    const timer = this.#shift()
    const { callback } = timer
    this.clear(timer)
    return callback
  }

  #shift(): Timer {
    const [first] = this.#heap
    const last = this.#heap.pop()!
    if (this.#heap.length > 0) this.#sink(last)
    return first!
  }

  #rise(timer: Timer): void {
    const heap = this.#heap
    let at = heap.length
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(timer, heap[above]!)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = timer
  }

  #sink(timer: Timer): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++
      if (!isBefore(heap[below]!, timer)) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = timer
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
