// How long items took: percentiles of any number of items, in memory that does not grow. Node's histogram is HdrHistogram.

import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

const MICROSECONDS = 1_000

/** Times in ms, kept to three significant figures. */
export class Latencies {
  readonly #times: RecordableHistogram = createHistogram({ lowest: 1, highest: Number.MAX_SAFE_INTEGER, figures: 3 })

  /** Takes a time into account. */
  add(ms: number): void { this.#times.record(Math.max(1, Math.round(ms * MICROSECONDS))) }

  /** How many times there are. */
  get count(): number { return this.#times.count }

  /** The milliseconds that so many percent of all did not pass, within 0.1 %; 0 where there are none. */
  percentile(percent: number): number { return this.#times.count === 0 ? 0 : this.#times.percentile(percent) / MICROSECONDS }
}
