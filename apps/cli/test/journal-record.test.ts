// The record of an item, written and read back.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesJson, readBytes, type Bytes, type Content } from '../src/journal/content.ts'
import { contentKey } from '../src/journal/key.ts'
import { asRecord, endedItem, envelopeLine, journalLine, type EndedItem } from '../src/journal/record.ts'

const key = contentKey('a')
const ended: EndedItem = { index: 0, key, occurrence: 1, status: 'ok', input: { bytes: 'a b' }, output: { json: '{"b":1}' }, attempts: 1, ms: 1.23456, worker: 'thread-1' }

function readBack(line: string): EndedItem {
  return endedItem(asRecord(JSON.parse(line))!, line.slice(0, -1))
}

describe('an envelope', () => {
  test('has the item, what came of it, and how', () => {
    expect(envelopeLine(ended)).toBe(`{"index":0,"key":"${key}","ok":true,"input":"a b","output":{"b":1},"attempts":1,"ms":1.235,"worker":"thread-1"}\n`)
  })

  test('has the failure of an item, and of another copy of a content the occurrence', () => {
    const failed: EndedItem = { ...ended, occurrence: 2, status: 'failed', output: { bytes: 'half' }, error: { kind: 'exit 3', message: 'exit code 3', exit: 3 }, attempts: 2, worker: undefined }
    expect(envelopeLine(failed)).toBe(
      `{"index":0,"key":"${key}","occurrence":2,"ok":false,"input":"a b","output":"half","error":{"kind":"exit 3","message":"exit code 3","exit":3},"attempts":2,"ms":1.235}\n`,
    )
  })

  test.each([
    ['text', Buffer.from('ä\u2028'), '"ä\u2028"'],
    ['what is not UTF-8', Buffer.from([0x61, 0xff]), '{"base64":"Yf8="}'],
    ['half a character', Buffer.from('ä').subarray(0, 1), '{"base64":"ww=="}'],
  ])('has %s of a command as a string, or in base64', (_what, bytes, json) => {
    expect(bytesJson(bytes)).toBe(json)
  })

  test('is one line, also for JSON that is not', () => {
    expect(envelopeLine({ ...ended, input: { json: '{\n"a": [\n1]\n}' } })).toContain('"input":{ "a": [ 1] },')
  })
})

describe('a journal', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '\u2028\u2029', '\ud800', '{"base64":"YQ=="}', '"', '\\', '\0', '\ufeff'))
  const bytes: fc.Arbitrary<Bytes> = fc.oneof(text, fc.uint8Array().map((array) => Buffer.from(array)))
  // Text that a parser would not write so: spaces, numbers, names that come twice.
  const json = fc.oneof(fc.json(), fc.jsonValue().map((value) => JSON.stringify(value)), fc.constantFrom('1.0', ' 12345678901234567890 ', '{"a":1,"a":2}', '{"__proto__":1,"2":1,"1":2}\r', '"\\u0041\\\\"', '[]', '{ }', 'null', '"}],{"'))
  const content: fc.Arbitrary<Content> = fc.oneof(
    json.map((value) => ({ json: value })),
    bytes.map((value) => ({ bytes: value })),
    fc.array(json.map((value) => ({ json: value })), { minLength: 1 }).map((list) => ({ list })),
    fc.array(bytes.map((value) => ({ bytes: value })), { minLength: 1 }).map((list) => ({ list })),
  )
  const item: fc.Arbitrary<EndedItem> = fc.record({
    index: fc.nat(), key: text.map(contentKey), occurrence: fc.integer({ min: 1, max: 1_000_000 }), status: fc.constantFrom('ok', 'failed', 'skipped'),
    input: fc.option(content, { nil: undefined }), output: fc.option(content, { nil: undefined }), raw: fc.oneof(fc.constant(undefined), bytes, fc.array(bytes)),
    error: fc.record({ kind: text, message: text, code: text, exit: fc.nat(255), signal: text }), attempts: fc.nat(), ms: fc.nat().map((ms) => ms / 1_000), worker: text,
  })

  test('gives every item back as it was written, on one line', () => {
    fc.assert(fc.property(item, (written) => {
      const line = journalLine(written)
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(exact(readBack(line))).toEqual(exact(written))
    }), { numRuns: 2_000 })
  })

  test('gives back as the same bytes what is written as UTF-8', () => {
    fc.assert(fc.property(fc.uint8Array(), (array) => {
      expect(Buffer.from(readBytes(JSON.parse(bytesJson(array))) as string)).toEqual(Buffer.from(array))
    }))
  })

  test('tells a text line that looks like a value from that value', () => {
    expect([readBack(journalLine({ ...ended, input: { bytes: '"a"' } })).input, readBack(journalLine({ ...ended, input: { json: '"a"' } })).input]).toEqual([{ bytes: '"a"' }, { json: '"a"' }])
  })

  test.each([
    ['no object', []],
    ['no key', { key: undefined }],
    ['a key of another kind', { key: 'a' }],
    ['an index that is none', { index: -1 }],
    ['an occurrence of 0', { occurrence: 0 }],
    ['no attempts', { attempts: '1' }],
    ['a failure without a message', { ok: false }],
    ['a form that there is not', { as: ['bytes', 'xml'] }],
    ['bytes that are a number', { input: 1, as: ['bytes', 'json'] }],
    ['raw bytes that are a number', { raw: 1 }],
  ])('takes for no record what has %s', (_what, changed) => {
    expect(asRecord(Array.isArray(changed) ? changed : { ...(JSON.parse(journalLine(ended)) as object), ...changed })).toBe(undefined)
  })
})

/** Bytes as strings that tell them apart, and no absent values. */
function exact(item: EndedItem): unknown {
  return JSON.parse(JSON.stringify(item, (_name, value: unknown) => (Buffer.isBuffer(value) ? readable(value) : isBufferJson(value) ? readable(Buffer.from(value.data)) : value)))
}

function isBufferJson(value: unknown): value is { readonly data: readonly number[] } {
  return (Object(value) as { readonly type?: unknown }).type === 'Buffer'
}

/** Bytes that are UTF-8 come back as a string. */
function readable(bytes: Buffer): unknown {
  return bytes.equals(Buffer.from(bytes.toString())) ? bytes.toString() : { hex: bytes.toString('hex') }
}
