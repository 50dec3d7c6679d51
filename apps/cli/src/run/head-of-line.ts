// Tells when one slow item holds back what others have given: output in order that stands still looks like a run that
// hangs.

import { formatDuration } from '../durations.ts'
import { formatCount } from '../numbers.ts'
import type { Sequence } from './sequence.ts'

const FIRST_NOTICE_MS = 2_000
const LOOK_MS = 500

/** What is looked at, and told. */
export interface HeadOfLineOptions {
  readonly sequence: Pick<Sequence<never>, 'held' | 'next'>
  /** The item whose turn it is, as messages name it; undefined where it has not been read. */
  readonly name: (index: number) => string | undefined
  readonly tell: (text: string) => void
}

/** Looks now and then; a notice comes after 2 s, and again each time that the wait has doubled. @returns ends it */
export function watchHeadOfLine({ sequence, name, tell }: HeadOfLineOptions): () => void {
  let head = -1
  let since = 0
  let due = 0
  const timer = setInterval(() => {
    const now = performance.now()
    if (sequence.held === 0 || sequence.next !== head) {
      head = sequence.next
      since = now
      due = now + FIRST_NOTICE_MS
    } else if (now >= due) {
      const named = name(head)
      if (named === undefined) return
      tell(`waiting for ${named}, ${formatDuration(now - since)} so far; it holds back ${formatCount(sequence.held)} that have ended (--unordered writes them as they end)`)
      due = now + (now - since)
    }
  }, LOOK_MS)
  timer.unref()
  return () => { clearInterval(timer) }
}
