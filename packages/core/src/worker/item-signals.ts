// The abort signals of the items of one batch. An AbortController costs fifty times an async no-op, so one is made only
// for an item that looks at its signal; an abort that comes first is remembered.

export class ItemSignals {
  readonly #controllers = new Map<number, AbortController>()
  readonly #reasons = new Map<number, unknown>()

  of(index: number): AbortSignal {
    let controller = this.#controllers.get(index)
    if (controller === undefined) {
      this.#controllers.set(index, (controller = new AbortController()))
      if (this.#reasons.has(index)) controller.abort(this.#reasons.get(index))
    }
    return controller.signal
  }

  abort(index: number, reason: unknown): void {
    const controller = this.#controllers.get(index)
    if (controller !== undefined) controller.abort(reason)
    else if (!this.#reasons.has(index)) this.#reasons.set(index, reason) // as in a controller, the first abort counts
  }

  /** The item has ended: an abort no longer reaches it. What it was aborted with stays, for a late look. */
  forget(index: number): void { this.#controllers.delete(index) }
}
