// The values of flags, each with its rule: what is wrong is told with flag, rule and value, before anything runs.

import { InvalidArgumentError } from 'commander'
import { DURATION_RULE, parseDuration } from '../durations.ts'

/** An integer from `least` on, up to `most`; default: the largest safe integer. */
export function count(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const rule = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `from ${least} to ${most}`
  return (text) => {
    const number = Number(text)
    if (/^\d+$/u.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`Expected an integer ${rule}.`)
  }
}

/** Milliseconds of a duration with its unit. */
export function duration(text: string): number { return ruled(parseDuration, DURATION_RULE)(text) }

/** A value that `parse` understands; undefined is what it does not. */
export function ruled<T>(parse: (text: string) => T | undefined, rule: string): (text: string) => T {
  return (text) => {
    const value = parse(text)
    if (value === undefined) throw new InvalidArgumentError(`Expected ${rule}.`)
    return value
  }
}

/** One of some words. */
export function oneOf(words: readonly string[]): (text: string) => string {
  return (text) => {
    if (words.includes(text)) return text
    throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.`) // as commander has it
  }
}

/** How many items at once: a number, or a part of the cores. */
export type Jobs = { readonly items: number } | { readonly percent: number }

/** `8`, or `50%`. */
export function jobs(text: string): Jobs {
  const [, digits, percent] = /^(\d+)(%?)$/u.exec(text) ?? []
  const number = Number(digits)
  if (!(number >= 1) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('Expected an integer ≥ 1, or a percentage of the cores such as 50%.')
  return percent === '%' ? { percent: number } : { items: number }
}

/** The name of a file. */
export function fileName(file: string): string {
  if (file === '') throw new InvalidArgumentError('Expected the name of a file.')
  return file
}
