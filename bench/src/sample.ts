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
  /**
   * Bytes that it has exchanged with them, or with files, in the last run; where it has threads instead, the bytes of all
   * messages between them, in a run of a process of its own. Absent where it has neither, or nobody looked.
   */
  readonly sentBytes?: number
  /** It has started threads of Node. */
  readonly hasThreads?: true
  /** From the start of another process to its first result, in seconds, less what making the items took. Absent where nobody looked. */
  readonly firstResultSeconds?: number
  /** How long an item takes from its start to its end, in the last run of a process, of its own where the case does not ask for them. Absent where nobody looked. */
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

/** What an extra process of a contender has seen, beside the one whose time counts. */
export interface Looked extends Pick<Measured, 'firstResultSeconds' | 'sentBytes' | 'itemSeconds'> {
  readonly status: 'looked'
}

/** The file descriptor on which a contender's process reports, so that what it prints itself is never taken for a report. */
export const REPORT_FD = 3

/** Reads a report. @returns undefined where the text is not one: the process has ended before it could tell */
export function parseSample(text: string): Sample | undefined {
  return parse(text, (report): report is Measured => report.status === 'measured' && FIGURES.every((key) => typeof (report as Partial<Measured>)[key] === 'number'))
}

/** Reads the report of an extra process. @returns undefined where the text is not one */
export function parseLooked(text: string): Looked | Unmeasured | undefined {
  return parse(text, (report): report is Looked => report.status === 'looked')
}

interface Report { readonly status: unknown }

function parse<R extends Report>(text: string, isFigures: (report: Report) => report is R): R | Unmeasured | undefined {
  if (!text.endsWith('\n')) return undefined
  const value = fromJson(text)
  if (typeof value !== 'object' || value === null || !('status' in value)) return undefined
  return isFigures(value) || isUnmeasured(value) ? value : undefined
}

/** @returns undefined where it is none */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isUnmeasured(report: Report): report is Unmeasured {
  return 'reason' in report && typeof report.reason === 'string'
}
