// The caller's signal, heard from the start of a run until there is nothing left that it could stop.

export class AbortLink {
  readonly #signal: AbortSignal
  readonly #onAbort: () => void

  /** @param onAbort called with the reason, at most once */
  constructor(signal: AbortSignal, onAbort: (reason: unknown) => void) {
    this.#signal = signal
    this.#onAbort = () => { onAbort(signal.reason) }
  }

  /** Hears the signal from now on, also what it said before. */
  start(): void {
    if (this.#signal.aborted) this.#onAbort()
    else this.#signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  end(): void { this.#signal.removeEventListener('abort', this.#onAbort) }
}
