// Numbers as a typed array: one piece of memory, whatever their number.

import type { NumericArray, Packed } from './packed.ts'

const KINDS = [Float64Array, Float32Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array, Uint8Array, Int8Array, Uint8ClampedArray, Int16Array, Uint16Array]

/**
 * Packs numbers as doubles, which keeps each bit; undefined at the first value that is none. Narrower arrays were measured,
 * too: what they save is lost by looking at the numbers.
 */
export function packNumbers(values: readonly unknown[]): Packed | undefined {
  const numbers = new Float64Array(values.length)
  for (let i = 0; i < numbers.length; i++) {
    const value = values[i]
    if (typeof value !== 'number') return undefined
    numbers[i] = value
  }
  return { is: 'numbers', n: numbers }
}

/**
 * Packs a typed array, which is often a part of a bigger one: a copy, since structured clone would send all the memory that
 * lies under the part. Undefined where it is of a kind that came to the language later, or of another realm.
 */
export function packTypedArray(values: NumericArray): Packed | undefined {
  const numbers = copyNumbers(values, 0, values.length)
  return numbers && { is: 'numbers', n: numbers }
}

/** A copy of a part of a typed array, alone in its memory, of one of the language's own kinds; undefined where it is of none. */
export function copyNumbers(values: NumericArray, start: number, end: number): NumericArray<ArrayBuffer> | undefined {
  const Kind = KINDS.find((kind) => values instanceof kind) as Float64ArrayConstructor | undefined
  if (Kind === undefined) return undefined
  const numbers = new Kind(end - start)
  // Neither `slice` nor `subarray`: a subclass (Buffer is one) may have its own.
  numbers.set(new Kind(values.buffer, values.byteOffset + start * Kind.BYTES_PER_ELEMENT, end - start))
  return numbers
}
