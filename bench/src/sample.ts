// What one process of one contender came to: a measurement, or the reason why there is none. Both languages write it,
// the parent reads it.

/** A process whose runs all gave the right results. Times are those of the runs alone, in seconds. */
export interface Measured {
  readonly status: 'measured'
  /** The median of the steady runs; of the only one where the case is not repeated. */
  readonly seconds: number
  /** Of the same runs, their mean; child processes included. */
  readonly userSeconds: number
  readonly systemSeconds: number
  /** The first run. */
  readonly firstSeconds: number
  /** All runs together. */
  readonly spentSeconds: number
  /** The most memory that the process had resident at once, whole, up to the end of the first run, in bytes; that of its child processes included. */
  readonly peakBytes: number
  /** Of it, what its child processes had: the most of each, program files left out. Absent where it has none. */
  readonly childrenBytes?: number
  /** Bytes that it has exchanged with them, or with files, in the last run. Absent where it has none. */
  readonly sentBytes?: number
  /** How long an item takes from its start to its end, in the last run; absent where the case does not ask. */
  readonly itemSeconds?: Percentiles | undefined
  /** Seconds since the process began, and the memory that was resident then, that of its child processes included. */
  readonly memoryOverTime?: readonly MemoryAt[]
}

/** Half, 95 % and 99 % are not longer. */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** At a time, in seconds, so many bytes. */
export type MemoryAt = readonly [seconds: number, bytes: number]

const FIGURES = ['seconds', 'userSeconds', 'systemSeconds', 'firstSeconds', 'spentSeconds', 'peakBytes'] as const satisfies readonly (keyof Measured)[]

/**
 * A run without a measurement: `wrong` results · `crashed`, also when it ended without a word · `deadline` passed ·
 * `missing` package or interpreter · `refused`: beyond the contender's own limit, not tried.
 */
export interface Unmeasured {
  readonly status: 'wrong' | 'crashed' | 'deadline' | 'missing' | 'refused'
  readonly reason: string
}

/** What one process came to. */
export type Sample = Measured | Unmeasured

/** The file descriptor on which a contender's process reports, so that what it prints itself is never taken for a report. */
export const REPORT_FD = 3

/** Reads a report. @returns undefined where the text is not one: the process has ended before it could tell */
export function parseSample(text: string): Sample | undefined {
  if (!text.endsWith('\n')) return undefined
  const value: unknown = JSON.parse(text)
  return isSample(value) ? value : undefined
}

function isSample(value: unknown): value is Sample {
  if (typeof value !== 'object' || value === null || !('status' in value)) return false
  if (value.status !== 'measured') return 'reason' in value && typeof value.reason === 'string'
  return FIGURES.every((key) => typeof (value as Record<string, unknown>)[key] === 'number')
}
