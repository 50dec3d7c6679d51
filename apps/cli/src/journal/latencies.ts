// How long items took, as a histogram: quantiles of any number of items, in memory that does not grow. Classes are as wide
// as 1 % of what they hold, as in HdrHistogram and DDSketch (Masson, Rim and Lee, 2019).

const RATIO = 1.01
const LEAST_MS = 0.001
/** Up to 10¹¹ ms, three years. */
const CLASSES = 3_300

/** Times in ms. */
export class Latencies {
  readonly #counts = new Float64Array(CLASSES)
  #total = 0

  /** Takes a time into account. */
  add(ms: number): void {
    const which = ms <= LEAST_MS ? 0 : Math.min(CLASSES - 1, Math.ceil(Math.log(ms / LEAST_MS) / Math.log(RATIO)))
    this.#counts[which]!++
    this.#total++
  }

  /** The time that a share of all did not pass, within 1 %. 0 where there are none. */
  quantile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#total))
    let seen = 0
    const which = this.#counts.findIndex((count) => (seen += count) >= rank)
    return which <= 0 ? 0 : LEAST_MS * RATIO ** (which - 0.5)
  }
}
