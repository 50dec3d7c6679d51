// Items as they were read, with between them what was between them: what `parmap log --items` prints another run can read
// with the same flags.

import { parseDelimiter } from '../input/delimiter.ts'
import type { Bytes } from './content.ts'
import type { FoundRecord } from './found-records.ts'
import type { Job } from './job.ts'
import { memberJson, memberName, splitJson } from './json-parts.ts'
import { endedItem, type EndedItem, type RecordFields } from './record.ts'

const NEWLINE = '\n'

/** Writes items in the form of one job. */
export class Framing {
  /** Items that the journal does not have: they were too long to be kept. */
  missing = 0
  readonly #format: unknown
  readonly #separator: Buffer
  /** Names of columns, as a line. */
  readonly #header: string
  #isFirst = true

  /** @param sample a record that {@link hasColumns}, where there is one */
  constructor(job: Job, sample: FoundRecord | undefined) {
    this.#format = job['--from']
    this.#separator = (typeof job['-d'] === 'string' ? parseDelimiter(job['-d']) : undefined) ?? Buffer.from(NEWLINE)
    this.#header = job['--header'] === true && sample !== undefined ? headerOf(columnsOf(sample), this.#format) : ''
  }

  /** The bytes of an item; nothing where the journal does not have it. */
  item(record: FoundRecord): Buffer {
    const item = endedItem(record.fields, record.line())
    if (item.input === undefined) this.missing++
    return Buffer.concat(partsOf(item).flatMap((part) => [Buffer.from(this.#before()), part, this.#format === 'json' ? Buffer.alloc(0) : this.#separator]))
  }

  /** What follows the last item. */
  end(): string {
    if (this.#format !== 'json') return ''
    return this.#isFirst ? '[]\n' : '\n]\n'
  }

  #before(): string {
    const isFirst = this.#isFirst
    this.#isFirst = false
    if (this.#format === 'json') return isFirst ? '[\n' : ',\n'
    return isFirst ? this.#header : ''
  }
}

/** Whether the input of a record is an object or several: with `--header`, a row that could be read. */
export function hasColumns({ input, as: [form] = ['json', 'json'] }: RecordFields): boolean {
  const first: unknown = Array.isArray(input) ? input[0] : input
  return form !== 'bytes' && form !== 'bytes[]' && typeof first === 'object' && first !== null && !Array.isArray(first)
}

/** In the order in which they are written, which is not that of a parsed object: there, numbers come first. */
function columnsOf(record: FoundRecord): string[] {
  const input = memberJson(splitJson(record.line()), 'input')!.trimStart()
  return splitJson(input.startsWith('[') ? splitJson(input)[0]! : input).map(memberName)
}

function headerOf(names: readonly string[], format: unknown): string {
  return `${format === 'tsv' ? names.join('\t') : names.map(csvField).join()}${NEWLINE}`
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
