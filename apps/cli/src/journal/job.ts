// What a job is: whatever changes its results. A journal belongs to one job, which its first line tells.

import { contentKey } from './key.ts'

/** A value by which jobs differ; undefined: not given. */
export type JobValue = string | number | boolean | readonly string[] | undefined

/**
 * What changes the results of a run, by the names that messages show: `module`, `export` or `command`; `--from`, `--to`,
 * `--header`, `-n`, `-d` (also for `-0`). `parmap log --items` looks at `--from`, `--header` and `-d`.
 */
export type Job = Readonly<Record<string, JobValue>>

/** The first line of a journal. */
export interface JournalHeader {
  readonly parmap: 'journal'
  readonly version: number
  readonly job: Job
  readonly fingerprint: string
}

/** The version of the form in which journals are written. */
export const JOURNAL_VERSION = 1

/** How every journal begins, so that a file that was named by mistake is not taken for a torn one. */
export const JOURNAL_BEGINNING = '{"parmap":"journal",'

/** The same for the same job, in whatever order its values are given. */
function fingerprint(job: Job): string {
  return contentKey(JSON.stringify(Object.entries(job).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** The first line of the journal of a job, with its line end. */
export function headerLine(job: Job): string {
  return `${JSON.stringify({ parmap: 'journal', version: JOURNAL_VERSION, job, fingerprint: fingerprint(job) } satisfies JournalHeader)}\n`
}

/** What a line of JSON comes to, if it is the header of a journal. */
export function asHeader(parsed: unknown): JournalHeader | undefined {
  const { parmap, version, job } = Object(parsed) as Partial<Record<keyof JournalHeader, unknown>>
  return parmap === 'journal' && typeof version === 'number' && typeof job === 'object' && job !== null ? (parsed as JournalHeader) : undefined
}

/** What tells two jobs apart, in words; undefined where they are the same. */
export function describeDifference(written: Job, now: Job): string | undefined {
  if (fingerprint(written) === fingerprint(now)) return undefined
  const names = [...new Set([...Object.keys(written), ...Object.keys(now)])].filter((name) => JSON.stringify(written[name]) !== JSON.stringify(now[name]))
  return `it was written with ${names.map((name) => given(name, written[name])).join(' and ')}, this run has ${names.map((name) => given(name, now[name])).join(' and ')}`
}

function given(name: string, value: JobValue): string {
  if (value === undefined || value === false) return `no ${name}`
  if (value === true) return name
  return `${name} ${typeof value === 'string' && PLAIN.test(value) ? value : JSON.stringify(value)}`
}

const PLAIN = /^[\w./:#@%+=,-]+$/u
