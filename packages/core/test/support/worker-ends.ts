// The ends of workers, as the diagnostics channel tells them.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { onTestFinished } from 'vitest'
import { Moments } from './deferred.ts'

/** What is told of a worker that has ended. */
export interface WorkerEnd {
  readonly worker: string
  readonly exitCode: number | null
  readonly signal: string | null
}

/** Ends of workers from now on, until the end of the test. */
export class WorkerEnds {
  readonly all: WorkerEnd[] = []
  readonly #moments = new Moments()

  constructor() {
    const note = (message: unknown): void => {
      this.all.push(message as WorkerEnd)
      this.#moments.changed()
    }
    subscribe('parmap:worker:end', note)
    onTestFinished(() => { unsubscribe('parmap:worker:end', note) })
  }

  /** Resolves when so many have ended. */
  count(count: number): Promise<void> { return this.#moments.when(() => this.all.length >= count) }
}
