// The bar on a terminal: how far the run is, redrawn ten times a second, below whatever else is printed meanwhile.
// Knows the terminal and the counts, nothing of the run.

import { clearLine, cursorTo } from 'node:readline'
import type { MultiBar, Options } from 'cli-progress'
import { formatDuration } from './durations.ts'
import { WholeLines } from './whole-lines.ts'
import { standingOf, tellProgress, type ProgressSource } from './progress-lines.ts'
import type { Report } from './report.ts'
import { formatCount, formatRate } from './numbers.ts'

type Write = typeof process.stderr.write

/** A bar that is being shown. */
export interface Progress {
  /** Takes the bar off the screen, so that something can be written there; it comes back by itself. */
  hide(): void
  /** Takes it off for good. */
  stop(): void
}

/** No bar. */
export const NO_PROGRESS: Progress = { hide: () => undefined, stop: () => undefined }

/** How progress is told: a bar, lines, JSON lines, or not at all; `auto` is a bar on a terminal, else lines. */
export const PROGRESS_KINDS = ['auto', 'bar', 'lines', 'json', 'none'] as const
/** One of {@link PROGRESS_KINDS}. */
export type ProgressKind = (typeof PROGRESS_KINDS)[number]

/** Tells how far a run is, in one of these ways. */
export async function startProgress(kind: ProgressKind, source: ProgressSource, { report, leavesRoomForBar }: { readonly report: Report; readonly leavesRoomForBar: boolean }): Promise<Progress> {
  const isTerminal = process.stderr.isTTY && process.env['TERM'] !== 'dumb'
  const chosen = kind === 'auto' ? (isTerminal ? 'bar' : 'lines') : kind
  if (chosen === 'none' || (chosen === 'bar' && !(isTerminal && leavesRoomForBar))) return NO_PROGRESS
  if (chosen === 'bar') return showBar(source)
  const stopTelling = tellProgress(chosen, source, report)
  const stopWrapping = chosen === 'json' ? wrapPrinted(report) : undefined
  return {
    hide: () => undefined,
    stop() {
      stopTelling()
      stopWrapping?.()
    },
  }
}

/** What tasks and commands print is put into objects, too: else a program could not read stderr. @returns ends it */
function wrapPrinted(report: Report): () => void {
  const { stderr } = process
  const { write } = stderr
  const lines = new WholeLines((text) => {
    let hasRoom = true
    for (const line of text.toString().split('\n').slice(0, -1)) hasRoom = report.object({ printed: line })
    return hasRoom
  })
  stderr.write = lines.write.bind(lines)
  return () => {
    lines.end()
    stderr.write = write
  }
}

/** Shows the bar. Its library is loaded only then. */
async function showBar(options: ProgressSource): Promise<Progress> {
  const { stderr } = process
  const { default: library } = await import('cli-progress')
  const write: Write = stderr.write.bind(stderr)
  const terminal = Object.create(stderr, { write: { value: write } }) as typeof stderr
  const { tally, extent, elapsed } = options

  const draw: Options['format'] = (bar, { progress, maxWidth }) => {
    const size = extent()
    const { eta } = standingOf(options)
    const parts = [`${formatCount(tally.done)} done`, `${formatCount(tally.failed)} failed`, formatRate(tally.ended - tally.recalled, elapsed()), formatDuration(elapsed())]
    if (eta !== null) parts.push(`${formatEta(eta)} left`)
    const line = size === undefined ? [] : [`[${library.Format.BarFormat(progress, bar)}]`, `${Math.floor(progress * 100)} %`]
    return [...line, parts.join(', ')].join(' ').slice(0, maxWidth - 1)
  }

  const bars: MultiBar = new library.MultiBar({
    stream: terminal,
    format: draw,
    barsize: 20,
    clearOnComplete: true,
    forceRedraw: true, // it may have been hidden
    linewrap: true, // what others print must not be cut off at the edge
  })
  const bar = bars.create(1, 0)
  bars.on('update-pre', () => {
    const size = extent()
    bar.setTotal(size?.total ?? 1)
    bar.update(size === undefined ? 0 : size.unit === 'items' ? tally.ended : size.read)
  })

  const hide = (): void => {
    cursorTo(terminal, 0)
    clearLine(terminal, 0)
  }
  const lines = new WholeLines((text) => {
    hide()
    return write(text)
  })
  stderr.write = lines.write.bind(lines)
  return {
    hide,
    stop() {
      stderr.write = write
      bars.stop()
      lines.end()
    },
  }
}

/** Whole seconds: an estimate is no better than that. */
function formatEta(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000)
}
