// Items as they were read, with between them what was between them: what `parmap log --items` prints another run can read
// with the same flags.

import type { Bytes, Content } from './content.ts'
import type { FoundRecord } from './found-records.ts'
import type { Job } from './job.ts'
import { memberName, splitJson } from './json-parts.ts'
import { endedItem, type EndedItem } from './record.ts'

const NEWLINE = '\n'

/** Writes items in the form of one job. */
export class Framing {
  readonly #format: unknown
  readonly #separator: string
  readonly #hasHeader: boolean
  #isFirst = true

  constructor(job: Job) {
    this.#format = job['--from']
    this.#separator = typeof job['-d'] === 'string' ? job['-d'] : NEWLINE
    this.#hasHeader = job['--header'] === true
  }

  /** The bytes of an item; nothing where the journal does not have it. */
  item(record: FoundRecord): Buffer {
    const item = endedItem(record.fields, record.line())
    return Buffer.concat(partsOf(item).flatMap((part) => [Buffer.from(this.#before(item)), part, Buffer.from(this.#format === 'json' ? '' : this.#separator)]))
  }

  /** What follows the last item. */
  end(): string {
    if (this.#format !== 'json') return ''
    return this.#isFirst ? '[]\n' : '\n]\n'
  }

  #before({ input }: EndedItem): string {
    const isFirst = this.#isFirst
    this.#isFirst = false
    if (this.#format === 'json') return isFirst ? '[\n' : ',\n'
    return isFirst && this.#hasHeader && input !== undefined ? this.#header(input) : ''
  }

  /** The names of the columns, which are those of the first item. */
  #header(input: Content): string {
    const first = 'list' in input ? input.list[0] : input
    if (first === undefined || !('json' in first)) return ''
    const names = splitJson(first.json).map(memberName)
    return `${this.#format === 'tsv' ? names.join('\t') : names.map(csvField).join()}${NEWLINE}`
  }
}

function partsOf({ input, raw }: EndedItem): Buffer[] {
  if (raw !== undefined) return (isSeveral(raw) ? raw : [raw]).map(bufferOf)
  if (input === undefined) return []
  return ('list' in input ? input.list : [input]).map((content) => bufferOf('json' in content ? content.json : content.bytes))
}

function isSeveral(raw: Bytes | readonly Bytes[]): raw is readonly Bytes[] {
  return Array.isArray(raw)
}

function bufferOf(bytes: Bytes): Buffer {
  return typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function csvField(name: string): string {
  return /[",\r\n]/u.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}
