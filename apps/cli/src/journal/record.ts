// The record of an item that has ended, as a line of JSON: in the journal, and for `--envelope` and `--errors-to`. Knows
// the shape, not where it is written.

import { bytesJson, contentJson, formOf, FORMS, hasForm, isBytes, readBytes, readContent, type Bytes, type Content, type Form } from './content.ts'
import type { ItemKey } from './key.ts'
import { memberJson, splitJson } from './json-parts.ts'

/** What became of an item. */
export type Status = 'ok' | 'failed' | 'skipped'

/** Why an item failed. */
export interface Failure {
  /** By what failures are told apart: `timeout`, `exit 3`, `SIGKILL`, `crash`, the code of an error or its name. */
  readonly kind: string
  readonly message: string
  /** Of an error that has one, such as `ETIMEDOUT`. */
  readonly code?: string | undefined
  /** The exit code of a command. */
  readonly exit?: number | undefined
  /** The signal that ended a command. */
  readonly signal?: string | undefined
}

/** An item that has ended. */
export interface EndedItem extends ItemKey {
  /** Its place in the input of the run in which it ended, from 0. */
  readonly index: number
  readonly status: Status
  readonly input?: Content | undefined
  /** The bytes as which it was read, where `input` does not hold them: a row of csv, or several with `-n`. */
  readonly raw?: Bytes | readonly Bytes[] | undefined
  /** May be there also where it failed: the output of a command. */
  readonly output?: Content | undefined
  readonly error?: Failure | undefined
  readonly attempts: number
  readonly ms: number
  readonly worker?: string | undefined
}

/** A record as it is parsed. */
export interface RecordFields {
  readonly index: number
  readonly key: string
  readonly occurrence?: number
  readonly ok: boolean
  readonly skipped?: boolean
  readonly input?: unknown
  readonly output?: unknown
  readonly error?: Failure
  readonly attempts: number
  readonly ms: number
  readonly worker?: string
  readonly raw?: unknown
  readonly as?: readonly [input: Form, output: Form]
}

/** The line of `--envelope` and `--errors-to`, with its line end. */
export function envelopeLine(item: EndedItem): string {
  return `${envelope(item)}}\n`
}

/** The line of a journal, with its line end: what an envelope has, and what it takes to read the item back exactly. */
export function journalLine(item: EndedItem): string {
  const { raw, input, output } = item
  const as = [formOf(input), formOf(output)]
  const rawMember = raw === undefined ? '' : `,"raw":${isSeveral(raw) ? `[${raw.map(bytesJson).join()}]` : bytesJson(raw)}`
  return `${envelope(item)}${rawMember}${as.every((form) => form === 'json') ? '' : `,"as":${JSON.stringify(as)}`}}\n`
}

function envelope({ index, key, occurrence, status, input, output, error, attempts, ms, worker }: EndedItem): string {
  return (
    `{"index":${index},"key":"${key}"` +
    (occurrence === 1 ? '' : `,"occurrence":${occurrence}`) +
    `,"ok":${status !== 'failed'}` +
    (status === 'skipped' ? ',"skipped":true' : '') +
    (input === undefined ? '' : `,"input":${contentJson(input)}`) +
    (output === undefined ? '' : `,"output":${contentJson(output)}`) +
    (error === undefined ? '' : `,"error":${failureJson(error)}`) +
    `,"attempts":${attempts},"ms":${Math.round(ms * 1_000) / 1_000}` +
    (worker === undefined ? '' : `,"worker":${JSON.stringify(worker)}`)
  )
}

/** Nothing but what belongs there, whatever else an error may have. */
function failureJson({ kind, message, code, exit, signal }: Failure): string {
  return JSON.stringify({ kind, message, code, exit, signal } satisfies Failure)
}

function isSeveral(raw: Bytes | readonly Bytes[]): raw is readonly Bytes[] {
  return Array.isArray(raw)
}

/** What a line of JSON comes to, if it is a record of a journal. */
export function asRecord(parsed: unknown): RecordFields | undefined {
  const { index, key, occurrence = 1, ok, error, attempts, ms, as, raw, ...rest } = Object(parsed) as Partial<Record<keyof RecordFields, unknown>>
  const isRecord =
    isCount(index, 0) && typeof key === 'string' && KEY.test(key) && isCount(occurrence, 1) && typeof ok === 'boolean' && isCount(attempts, 0) && typeof ms === 'number' &&
    (ok || isFailure(error)) &&
    (as === undefined || (isForms(as) && hasForm(as[0], rest.input) && hasForm(as[1], rest.output))) &&
    (raw === undefined || isBytes(raw) || (Array.isArray(raw) && raw.every(isBytes)))
  return isRecord ? (parsed as RecordFields) : undefined
}

function isFailure(error: unknown): boolean {
  const { kind, message } = Object(error) as Partial<Record<keyof Failure, unknown>>
  return typeof kind === 'string' && typeof message === 'string'
}

const KEY = /^[\da-f]{32}$/u

function isCount(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least
}

function isForms(as: unknown): as is readonly [Form, Form] {
  return Array.isArray(as) && as.length === 2 && as.every((form) => FORMS.has(form))
}

/** What became of the item of a record. */
export function statusOf({ ok, skipped }: RecordFields): Status {
  if (!ok) return 'failed'
  return skipped === true ? 'skipped' : 'ok'
}

/** The item of a record, with its values as they were given. */
export function endedItem(fields: RecordFields, line: string): EndedItem {
  const { index, key, occurrence = 1, error, attempts, ms, worker, as: [inputForm, outputForm] = ['json', 'json'], raw } = fields
  const members = splitJson(line)
  const content = (name: 'input' | 'output', form: Form): Content | undefined => {
    const json = fields[name] === undefined ? undefined : memberJson(members, name)
    return json === undefined ? undefined : readContent(form, json, fields[name])
  }
  return {
    index, key, occurrence, status: statusOf(fields), input: content('input', inputForm), output: content('output', outputForm), error, attempts, ms, worker,
    raw: Array.isArray(raw) ? raw.map(readBytes) : raw === undefined ? undefined : readBytes(raw),
  }
}
