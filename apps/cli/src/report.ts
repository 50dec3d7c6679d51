// What the command says on stderr: a line for each failed item, notes, and the summary. Knows words and colours, not
// when they are due.

import { isatty } from 'node:tty'
import colors from 'picocolors'
import { formatDuration } from './durations.ts'
import { oneLine } from './failure-text.ts'
import { formatCount, formatRate } from './numbers.ts'
import type { Standing } from './progress-lines.ts'
import { FAILURES_TOLD, type Tally } from './tally.ts'

type Colors = ReturnType<typeof colors.createColors>

/** The voice of the command. */
export class Report {
  readonly #colors: Colors
  readonly #stderr = process.stderr
  /** As it was, whatever takes its place. */
  readonly #write = this.#stderr.write.bind(this.#stderr)
  readonly #isJson: boolean
  #isDeaf = false
  #drained: Promise<void> | undefined
  #onDrain: (() => void) | undefined

  /**
   * @param isColoured whether the user wants colours where they can be shown
   * @param isJson whether each line is to be a JSON object
   */
  constructor(isColoured: boolean, isJson: boolean = false) {
    this.#isJson = isJson
    const { stderr, env } = process
    const isPlain = !isColoured || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
    // Said by itself: left to decide, picocolors colours files and pipes where the environment has CI.
    this.#colors = colors.createColors(!isPlain && isatty(stderr.fd) && stderr.hasColors())
    // Nobody listens any more; the results still count. (Node goes on to say that such a stream needs to drain.)
    stderr.on('error', () => {
      this.#isDeaf = true
      this.#onDrain?.()
    })
  }

  /** One line for one item: which, and what failed. */
  failure(item: string, what: string): void {
    if (this.#isJson) this.object({ failure: { item, message: what } })
    else this.#line(`${this.#colors.red(oneLine(item))}: ${what}`)
  }

  /** Why the command ends, or something to know meanwhile. */
  note(text: string): void {
    if (this.#isJson) this.object({ note: text })
    else this.#line(text)
  }

  /** A line for programs. @returns whether more may come at once */
  object(value: object): boolean { return this.#write(`${JSON.stringify(value)}\n`) }

  /**
   * The last lines: failures by kind where not all have been told, what has become of the items, and how fast.
   * @param unfinished items that were begun and did not come to their end
   */
  summary(tally: Tally, unfinished: number, ms: number, standing: Standing): void {
    if (this.#isJson) {
      const failures = [...tally.failures].map(([kind, { count: number, first }]) => ({ kind, count: number, first }))
      this.object({ summary: { ...standing, unfinished, ms: Math.round(ms), p50: tally.latencies.percentile(50), p99: tally.latencies.percentile(99), failures } })
      return
    }
    const { green, red, dim } = this.#colors
    for (const [kind, { count: number, first }] of tally.failures) {
      if (number > FAILURES_TOLD) this.#line(`${red(`${formatCount(number)} × ${oneLine(kind)}`)}, first at ${oneLine(first)}`)
    }
    const { done, failed, skipped, ended } = tally
    const counts = [
      count(done, 'done', green),
      count(failed, 'failed', red),
      count(skipped, 'skipped', dim),
      ...(tally.recalled > 0 ? [`${formatCount(tally.recalled)} of them before`] : []),
      ...(unfinished > 0 ? [count(unfinished, 'not finished', red)] : []),
    ]
    const times = tally.latencies.count > 1 ? `p50 ${formatDuration(tally.latencies.percentile(50))}, p99 ${formatDuration(tally.latencies.percentile(99))}, ` : ''
    this.#line(`${counts.join(', ')} in ${formatDuration(ms)} ${dim(`(${times}${formatRate(ended - tally.recalled, ms)})`)}`)
  }

  /** Whether to wait for {@link drained}: failures must not pile up in memory. */
  get isFull(): boolean { return !this.#isDeaf && this.#stderr.writableNeedDrain && !this.#stderr.destroyed }

  /** Resolves when stderr takes more, or nothing any more. */
  drained(): Promise<void> {
    this.#drained ??= new Promise((resolve) => {
      this.#onDrain = () => {
        this.#stderr.off('drain', this.#onDrain!).off('close', this.#onDrain!)
        this.#drained = this.#onDrain = undefined
        resolve()
      }
      this.#stderr.on('drain', this.#onDrain).on('close', this.#onDrain)
    })
    return this.#drained
  }

  #line(text: string): void {
    process.stderr.write(`${this.#colors.dim('parmap:')} ${text}\n`)
  }
}

function count(number: number, what: string, colour: (text: string) => string): string {
  const text = `${formatCount(number)} ${what}`
  return number > 0 ? colour(text) : text
}
