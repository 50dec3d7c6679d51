// How the text of a result stands in a record, and comes back from it to the letter.

import type { Content } from '../journal/content.ts'
import type { OutputFormat } from '../options/output-options.ts'
import type { Codec } from './records.ts'

/** For results in one format. */
export function textCodec(to: OutputFormat): Codec<string> {
  const isEnded = to === 'ndjson' || to === 'lines' // by a newline, which is no part of the record
  return {
    contentOf(text): Content | undefined {
      switch (to) {
        case 'none': return undefined
        case 'json': return { json: text }
        case 'ndjson': return { json: text.slice(0, -1) }
        case 'lines': return { bytes: text.slice(0, -1) }
        case 'raw': return { bytes: text }
      }
    },
    givenOf(content) {
      if (content === undefined) return ''
      const text = 'json' in content ? content.json : 'bytes' in content ? String(content.bytes) : ''
      return isEnded ? `${text}\n` : text
    },
    lineOf: (line) => line,
  }
}
