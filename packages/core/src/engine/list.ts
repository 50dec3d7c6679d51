// The results of `map` (values in input order), of `forEach` (none) and of `submit` (one).

import type { Ending, Results } from './results.ts'

const OMITTED = Symbol('omitted')

/** What these results need of their run. */
export interface Endable { end(error: unknown): void }

/** Settles the promise that the caller holds. */
export abstract class Settling<T> implements Results {
  readonly promise: Promise<T>
  protected resolve!: (value: T) => void
  #reject!: (error: unknown) => void
  #run: Endable | undefined

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.#reject = reject
    })
  }

  attach(run: Endable): void { this.#run = run }

  reserve(_count: number): void {}
  place(_index: number, _value: unknown): void {}
  placeRow(_first: number, _values: ArrayLike<unknown>, _count: number): void {}
  omit(_index: number): void {}
  stop(_index: number, error: unknown): void { this.#run!.end(error) }
  halt(): void {}
  abort(error: unknown): void { this.#reject(error) }
  finish(ending: Ending | undefined): void {
    if (ending !== undefined) this.#reject(ending.error)
    else this.resolve(this.value())
  }
  protected abstract value(): T
}

export class List extends Settling<unknown[]> {
  readonly #values: unknown[]
  #reserved = 0
  #omitted = 0

  constructor(total: number | undefined) {
    super()
    this.#values = total === undefined ? [] : new Array<unknown>(total)
  }

  override reserve(count: number): void { this.#reserved += count }

  // Filling up what is skipped keeps the list dense: a first outcome at index 10⁶ would make it a dictionary.
  override place(index: number, value: unknown): void {
    const values = this.#values
    while (values.length < index) values.push(undefined)
    values[index] = value
  }
  override placeRow(first: number, values: ArrayLike<unknown>, count: number): void {
    const list = this.#values
    while (list.length < first) list.push(undefined)
    for (let n = 0; n < count; n++) list[first + n] = values[n]
  }
  override omit(index: number): void {
    this.#omitted++
    this.place(index, OMITTED)
  }
  protected value(): unknown[] {
    if (this.#values.length > this.#reserved) this.#values.length = this.#reserved // the input became shorter
    return this.#omitted === 0 ? this.#values : this.#values.filter((value) => value !== OMITTED)
  }
}

export class Nothing extends Settling<void> {
  protected value(): void {}
}

export class Single extends Settling<unknown> {
  #value: unknown
  readonly #omittedValue: unknown
  constructor(omittedValue: unknown) {
    super()
    this.#omittedValue = omittedValue
  }
  override place(_index: number, value: unknown): void { this.#value = value }
  override omit(_index: number): void { this.#value = this.#omittedValue }
  protected value(): unknown { return this.#value }
}
