// Progress without a terminal: a line now and then, for people or for programs. Knows the counts, nothing of the run.

import { formatDuration } from './durations.ts'
import type { Extent } from './input/input.ts'
import { formatCount, formatRate } from './numbers.ts'
import type { Tally } from './tally.ts'

/** How often a line comes: people read along, programs count along. */
const LINES_EVERY_MS = 10_000
const JSON_EVERY_MS = 1_000

/** What is told of. */
export interface ProgressSource {
  readonly tally: Pick<Tally, 'done' | 'failed' | 'skipped' | 'ended' | 'recalled'>
  readonly extent: () => Extent | undefined
  /** Milliseconds since the run began. */
  readonly elapsed: () => number
}

/** How far a run is. */
export interface Standing {
  readonly done: number
  readonly failed: number
  readonly skipped: number
  /** Items in all, where that is known. */
  readonly total: number | null
  /** Items a second. */
  readonly rate: number
  /** Seconds that are left, as far as can be told. */
  readonly eta: number | null
}

/** Looks at the counts. */
export function standingOf({ tally, extent, elapsed }: ProgressSource): Standing {
  const { done, failed, skipped, ended, recalled } = tally
  const [ms, size] = [elapsed(), extent()]
  const rate = ms > 0 ? ((ended - recalled) * 1_000) / ms : 0
  const part = size === undefined || size.total === 0 ? 0 : (size.unit === 'items' ? ended : size.read) / size.total
  // Bytes are read ahead of their items: at the very end they tell nothing. What a journal had took no time.
  const eta = part > 0 && part < 1 && rate > 0 ? (ended / part - ended) / rate : null
  return { done, failed, skipped, total: size?.unit === 'items' ? size.total : null, rate: Number(rate.toFixed(1)), eta: eta === null ? null : Math.round(eta) }
}

/** Tells how far the run is, again and again. @param tell takes a line @returns ends it */
export function tellProgress(kind: 'lines' | 'json', source: ProgressSource, tell: { note(text: string): void; object(value: object): void }): () => void {
  const timer = setInterval(() => {
    if (kind === 'json') tell.object(standingOf(source))
    else tell.note(standingInWords(source))
  }, kind === 'json' ? JSON_EVERY_MS : LINES_EVERY_MS)
  timer.unref()
  return () => { clearInterval(timer) }
}

/** The same for people: `20 done of 100 so far, 2/s, 10.00 s, about 40.00 s left`. */
export function standingInWords(source: ProgressSource): string {
  const { done, failed, skipped, total, eta } = standingOf(source)
  const { ended, recalled } = source.tally
  const ms = source.elapsed()
  const counts = [`${formatCount(done)} done`, ...(failed > 0 ? [`${formatCount(failed)} failed`] : []), ...(skipped > 0 ? [`${formatCount(skipped)} skipped`] : [])]
  const of = total === null ? '' : ` of ${formatCount(total)}`
  return `${counts.join(', ')}${of} so far, ${formatRate(ended - recalled, ms)}, ${formatDuration(ms)}${eta === null ? '' : `, about ${formatDuration(eta * 1_000)} left`}`
}
