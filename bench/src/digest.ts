// What is kept of results that nobody keeps: enough to tell whether they were right and in order. Python's side has the
// same in its workload.

const FACTOR = 31

/** Of a stream of integers. */
export class Digest {
  #count = 0
  #sum = 0

  /** The next one. */
  add(value: number): void {
    this.#count++
    this.#sum = (Math.imul(this.#sum, FACTOR) + value) | 0
  }

  /** How many there were, and a sum that depends on their order. */
  end(): readonly [count: number, sum: number] {
    return [this.#count, this.#sum]
  }
}
