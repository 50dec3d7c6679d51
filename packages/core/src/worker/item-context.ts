// What a task sees beside its item. One small object per item; everything that costs is behind a getter.

import type { TaskContext } from '../task.ts'

/** What the items of a batch have in common. */
export interface ContextOwner {
  readonly worker: string
  readonly state: unknown
  signalOf(index: number): AbortSignal
}

export class ItemContext implements TaskContext<unknown> {
  readonly index: number
  readonly attempt: number
  readonly #owner: ContextOwner
  #signal: AbortSignal | undefined = undefined

  constructor(owner: ContextOwner, index: number, attempt: number) {
    this.index = index
    this.attempt = attempt
    this.#owner = owner
  }

  // An AbortController costs 50 times an async no-op, and few tasks look at it.
  get signal(): AbortSignal { return (this.#signal ??= this.#owner.signalOf(this.index)) }
  get state(): unknown { return this.#owner.state }
  get worker(): string { return this.#owner.worker }
}
