// Strings, joined and cut. Structured clone copies one long string in the time of a few short ones.

import type { Packed } from './packed.ts'

/**
 * Characters after which a text is full. A string cut from a text keeps all of it in memory, so a text is short; it is
 * made by appending, which for texts of this size is faster than `join` (and far faster than one text of a megabyte).
 */
const TEXT_LENGTH = 16_384

/** Characters that a string has on average, at most: longer ones are copied as fast one by one. */
const MEAN_LENGTH = 64

/**
 * Packs strings; undefined at the first value that is none, and where they are too long for joining to pay. Nothing is
 * encoded, so a lone surrogate stays what it is, also beside one of the next string.
 */
export function packTexts(values: readonly unknown[]): Packed | undefined {
  const lengths = new Uint32Array(values.length)
  const texts: string[] = []
  let text = ''
  let left = values.length * MEAN_LENGTH
  for (let i = 0; i < lengths.length; i++) {
    const value = values[i]
    if (typeof value !== 'string') return undefined
    left -= value.length
    if (left < 0 || value.length > TEXT_LENGTH) return undefined
    lengths[i] = value.length
    text += value
    if (text.length < TEXT_LENGTH) continue
    texts.push(text)
    text = ''
  }
  texts.push(text)
  return { is: 'texts', t: texts, l: lengths }
}

/** Cuts what {@link packTexts} has joined: a text ends with the string that filled it. */
export function unpackTexts(texts: readonly string[], lengths: Uint32Array): string[] {
  const values = new Array<string>(lengths.length) // appending would cost as much as cutting
  let text = texts[0]!
  let next = 1
  let start = 0
  for (let i = 0; i < lengths.length; i++) {
    if (start === text.length && next < texts.length) {
      text = texts[next++]!
      start = 0
    }
    const end = start + lengths[i]!
    values[i] = text.slice(start, end)
    start = end
  }
  return values
}
