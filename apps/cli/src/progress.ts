// The bar on a terminal: how far the run is, redrawn ten times a second, below whatever else is printed meanwhile.
// Knows the terminal and the counts, nothing of the run.

import { clearLine, cursorTo } from 'node:readline'
import type { MultiBar, Options } from 'cli-progress'
import { formatDuration } from './durations.ts'
import type { Extent } from './input/input.ts'
import { formatCount, formatRate } from './numbers.ts'
import type { Tally } from './tally.ts'

type Write = typeof process.stderr.write

/** What the bar shows. */
export interface ProgressOptions {
  readonly tally: Pick<Tally, 'done' | 'failed' | 'ended'>
  readonly extent: () => Extent | undefined
  /** Milliseconds since the run began. */
  readonly elapsed: () => number
}

/** A bar that is being shown. */
export interface Progress {
  /** Takes the bar off the screen, so that something can be written there; it comes back by itself. */
  hide(): void
  /** Takes it off for good. */
  stop(): void
}

/** No bar. */
export const NO_PROGRESS: Progress = { hide: () => undefined, stop: () => undefined }

/** Shows the bar, if stderr is a terminal that can be drawn on. Its library is loaded only then. */
export async function showProgress(options: ProgressOptions): Promise<Progress> {
  const { stderr, env } = process
  if (!stderr.isTTY || env['TERM'] === 'dumb') return NO_PROGRESS
  const { default: library } = await import('cli-progress')
  const write: Write = stderr.write.bind(stderr)
  const terminal = Object.create(stderr, { write: { value: write } }) as typeof stderr
  const { tally, extent, elapsed } = options

  const draw: Options['format'] = (bar, { progress, eta, maxWidth }) => {
    const size = extent()
    const parts = [`${formatCount(tally.done)} done`, `${formatCount(tally.failed)} failed`, formatRate(tally.ended, elapsed()), formatDuration(elapsed())]
    if (size !== undefined && Number.isFinite(eta)) parts.push(`${formatEta(eta)} left`)
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
    etaBuffer: 50,
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
    write(text)
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

/** Holds text back until its line is whole: the bar would write over half a line. */
class WholeLines {
  readonly #print: (text: Buffer) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(print: (text: Buffer) => void) { this.#print = print }

  write(chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8') : Buffer.from(chunk)
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const end = all.lastIndexOf(0x0a) + 1
    this.#rest = all.subarray(end)
    if (end > 0) this.#print(all.subarray(0, end))
    const done = typeof encoding === 'function' ? encoding : callback
    if (typeof done === 'function') process.nextTick(done)
    return true
  }

  end(): void {
    if (this.#rest.length > 0) this.#print(Buffer.concat([this.#rest, Buffer.from('\n')]))
    this.#rest = Buffer.alloc(0)
  }
}
