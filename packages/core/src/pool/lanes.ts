// Where a worker notes how many items of each batch have started: a place for each batch in memory that both sides share.

export class Lanes {
  readonly #marks: Int32Array | undefined
  readonly #free: number[] = []
  #used = 0

  /** @param marks undefined: no memory is shared */
  constructor(marks: Int32Array | undefined) { this.#marks = marks }

  /** A place for one more batch; -1 where there is none: its starts have to be announced. */
  take(): number {
    if (this.#marks === undefined) return -1
    const lane = this.#free.pop() ?? (this.#used < this.#marks.length ? this.#used++ : -1)
    if (lane >= 0) this.#marks[lane] = 0
    return lane
  }

  free(lane: number): void {
    if (lane >= 0) this.#free.push(lane)
  }

  /** How many items have started; undefined where that is announced. */
  started(lane: number): number | undefined { return lane < 0 ? undefined : this.#marks![lane]! }
}
