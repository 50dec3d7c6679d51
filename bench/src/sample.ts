// What one process of one contender came to: a measurement, or the reason why there is none. Both languages write it,
// the parent reads it.

/** A run that gave the right results. Times are those of the timed part alone, in seconds. */
export interface Measured {
  readonly status: 'measured'
  readonly seconds: number
  readonly userSeconds: number
  readonly systemSeconds: number
  /** The most memory that the process had resident at once, whole, in bytes. */
  readonly peakBytes: number
}

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
  return ['seconds', 'userSeconds', 'systemSeconds', 'peakBytes'].every((key) => typeof (value as Record<string, unknown>)[key] === 'number')
}
