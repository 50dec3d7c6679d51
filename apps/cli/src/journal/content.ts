// What went into an item and what came out of it, as it stands in a record: JSON as it is, bytes as a JSON string or in
// base64. Which of the two it was is noted beside it, since a string may be either.

import { isUtf8 } from 'node:buffer'
import { splitJson } from './json-parts.ts'

/** Bytes; a string stands for those of its UTF-8. */
export type Bytes = Uint8Array | string

/** The JSON text of a value, on one line or more. Not looked at: what is no JSON makes a record that cannot be read. */
export interface JsonContent { readonly json: string }
/** A text line, the output of a command. */
export interface BytesContent { readonly bytes: Bytes }
/** Several items that were given to one call (`-n`). Where not all are JSON, they come back as bytes. */
export interface ListContent { readonly list: readonly (JsonContent | BytesContent)[] }
/** A value of a record. */
export type Content = JsonContent | BytesContent | ListContent

/** How a content is to be read back. */
export type Form = 'json' | 'bytes' | 'json[]' | 'bytes[]'

/** Every {@link Form}. */
export const FORMS: ReadonlySet<unknown> = new Set<Form>(['json', 'bytes', 'json[]', 'bytes[]'])

/** The form of a content; that of JSON where there is none. */
export function formOf(content: Content | undefined): Form {
  if (content === undefined || 'json' in content) return 'json'
  if ('bytes' in content) return 'bytes'
  return content.list.every((item) => 'json' in item) ? 'json[]' : 'bytes[]'
}

/** The JSON of a content, on one line. */
export function contentJson(content: Content): string {
  if ('json' in content) return onOneLine(content.json)
  if ('bytes' in content) return bytesJson(content.bytes)
  const form = formOf(content)
  return `[${content.list.map((item) => (form === 'json[]' ? contentJson(item) : bytesJson('json' in item ? item.json : item.bytes))).join()}]`
}

/** The JSON of some bytes: a string, or `{"base64":"…"}` where they are not UTF-8. */
export function bytesJson(bytes: Bytes): string {
  if (typeof bytes === 'string') return JSON.stringify(bytes)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return isUtf8(buffer) ? JSON.stringify(buffer.toString()) : `{"base64":"${buffer.toString('base64')}"}`
}

/**
 * Reads a content back.
 * @param json the text of it in the record
 * @param value what that comes to
 */
export function readContent(form: Form, json: string, value: unknown): Content {
  switch (form) {
    case 'json': return { json }
    case 'bytes': return { bytes: readBytes(value) }
    case 'json[]': return { list: splitJson(json).map((item) => ({ json: item })) }
    case 'bytes[]': return { list: (value as readonly unknown[]).map((item) => ({ bytes: readBytes(item) })) }
  }
}

/** The bytes for which a value of a record stands. */
export function readBytes(value: unknown): Bytes {
  return typeof value === 'string' ? value : Buffer.from((value as { readonly base64: string }).base64, 'base64')
}

/** Whether a value of a record has this form. */
export function hasForm(form: Form, value: unknown): boolean {
  if (form === 'json') return true
  if (form === 'bytes') return isBytes(value)
  return Array.isArray(value) && (form === 'json[]' || value.every(isBytes))
}

/** Whether a value of a record stands for bytes. */
export function isBytes(value: unknown): boolean {
  return typeof value === 'string' || typeof (Object(value) as { readonly base64?: unknown }).base64 === 'string'
}

/** In JSON, a line end can only stand where it means nothing. */
function onOneLine(json: string): string {
  return json.includes('\n') ? json.replaceAll('\n', ' ') : json
}
