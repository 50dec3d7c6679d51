// Figures as people read them.

import type { Difference, Ratio } from './statistics.ts'
import type { Metric } from './workload.ts'

const NANO = 1e9
const MILLI = 1e3
const MEGA = 1e6
const DIGITS = 3

const TIME_UNITS: readonly (readonly [unit: string, seconds: number])[] = [['ns', 1e-9], ['µs', 1e-6], ['ms', 1e-3], ['s', 1]]
const BYTE_UNITS: readonly (readonly [unit: string, bytes: number])[] = [['B', 1], ['KB', 1e3], ['MB', 1e6]]
/** In a unit, before the next one is taken. */
const MOST_OF_A_UNIT = 999.5
/** More would claim more than an interpolation knows. */
const COST_DIGITS = 2

/** `1.25 s`, `85.3 ms`. */
export function duration(seconds: number): string {
  return seconds >= 1 ? `${seconds.toFixed(2)} s` : `${precise(seconds * MILLI)} ms`
}

/** How long one item takes: `631 ns`, `3.73 µs`, `85.3 ms`. */
export function itemDuration(seconds: number): string {
  const [unit, size] = unitOf(seconds)
  return `${precise(seconds / size)} ${unit}`
}

/** What an item costs, two digits: `850 ns`, `85 µs`, `0.38 s`. */
export function costText(seconds: number): string {
  const [unit, size] = unitOf(seconds)
  return `${Number((seconds / size).toPrecision(COST_DIGITS))} ${unit}`
}

function unitOf(seconds: number): readonly [unit: string, seconds: number] {
  return TIME_UNITS.find((known) => seconds < MOST_OF_A_UNIT * known[1]) ?? TIME_UNITS.at(-1)!
}

/** Time an item, in nanoseconds: `1,024`. */
export function nanosecondsEach(seconds: number, items: number): string {
  return Math.round((seconds * NANO) / items).toLocaleString('en')
}

/** `2.0 %`. */
export function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}

/** `1.35 (1.30–1.41)`; without the interval where there is none. */
export function ratioText({ ratio, low, high }: Ratio): string {
  return low === undefined || high === undefined ? factor(ratio) : `${factor(ratio)} (${factor(low)}–${factor(high)})`
}

/** A figure in its unit: `85.3 ms`, `812 MB`. */
export function metricText(value: number, metric: Metric): string {
  return metric === 'peakBytes' ? megabytes(value) : duration(value)
}

/** `24 ms (22 ms–27 ms)`; without the interval where there is none. */
export function differenceText({ difference, low, high }: Difference, metric: Metric): string {
  const text = metricText(difference, metric)
  return low === undefined || high === undefined ? text : `${text} (${metricText(low, metric)}–${metricText(high, metric)})`
}

/** Items a second, three digits: `1,390`, `0.52`. */
export function rateText(items: number, seconds: number): string {
  return Number((items / seconds).toPrecision(DIGITS)).toLocaleString('en')
}

/** `812 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGA)} MB`
}

/** Three digits: `812 B`, `24.1 KB`, `2,030 MB`. */
export function bytesText(bytes: number): string {
  const [unit, size] = BYTE_UNITS.find((known) => bytes < MOST_OF_A_UNIT * known[1]) ?? BYTE_UNITS.at(-1)!
  return `${Number((bytes / size).toPrecision(DIGITS)).toLocaleString('en')} ${unit}`
}

/** Two decimals near one, three digits elsewhere. */
function factor(value: number): string {
  return value >= 0.1 && value < 10 ? value.toFixed(2) : precise(value)
}

function precise(value: number): string {
  return Number(value.toPrecision(DIGITS)).toString()
}
