// What a journal comes to, in a few lines: counts, times, and the failures by kind.

import { formatDuration } from '../durations.ts'
import { oneLine } from '../failure-text.ts'
import { Latencies } from '../latencies.ts'
import { formatCount } from '../numbers.ts'
import { statusOf, type RecordFields, type Status } from './record.ts'

/** Failures of one kind. */
interface Kind {
  count: number
  /** Index of the first item in input order. */
  first: number
}

const MOST_SHOWN = 10
/** Where errors have codes of their own, the kinds must not fill the memory. */
const MOST_KINDS = 1_000

/** Adds records up. */
export class Summary {
  readonly #counts: Record<Status, number> = { ok: 0, failed: 0, skipped: 0 }
  readonly #latencies = new Latencies()
  readonly #kinds = new Map<string, Kind>()

  /** Takes a record into account. */
  add(fields: RecordFields): void {
    const status = statusOf(fields)
    this.#counts[status]++
    if (status !== 'skipped' && fields.attempts > 0) this.#latencies.add(fields.ms)
    if (fields.error !== undefined) this.#addFailure(oneLine(fields.error.kind), fields.index)
  }

  /** What there is to say: the counts, then the kinds, the most frequent first. */
  lines(): string[] {
    const { ok, failed, skipped } = this.#counts
    const times = this.#latencies.count === 0 ? '' : `; p50 ${formatDuration(this.#latencies.percentile(50))}, p99 ${formatDuration(this.#latencies.percentile(99))}`
    const kinds = [...this.#kinds].sort(([, a], [, b]) => b.count - a.count || a.first - b.first)
    const lines = kinds.slice(0, MOST_SHOWN).map(([name, { count, first }]) => `${formatCount(count)} × ${name}, first at item ${formatCount(first + 1)}`)
    const rest = kinds.slice(MOST_SHOWN).reduce((sum, [, { count }]) => sum + count, 0)
    if (rest > 0) lines.push(`${formatCount(rest)} of other kinds`)
    return [`${formatCount(ok)} done, ${formatCount(failed)} failed, ${formatCount(skipped)} skipped${times}`, ...lines]
  }

  #addFailure(name: string, index: number): void {
    const key = this.#kinds.has(name) || this.#kinds.size < MOST_KINDS ? name : 'other'
    const kind = this.#kinds.get(key)
    if (kind === undefined) {
      this.#kinds.set(key, { count: 1, first: index })
      return
    }
    kind.count++
    kind.first = Math.min(kind.first, index)
  }
}
