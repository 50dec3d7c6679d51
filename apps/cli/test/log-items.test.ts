// The items of a journal, for another run.

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Job } from '../src/journal/job.ts'
import type { EndedItem } from '../src/journal/record.ts'
import { bash, FIXTURES, parmap } from './support/parmap.ts'
import { journalOf, log, record } from './support/log.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

describe('--items gives back what was read', () => {
  const items = (inputs: readonly EndedItem['input'][], job: Job): string => journalOf(inputs.map((input, n) => record(String(n), { index: n, input })), job)

  test.each<[string, Job, readonly EndedItem['input'][], Buffer]>([
    ['lines, whatever bytes they have', { '--from': 'lines' }, [{ bytes: 'ä\r' }, { bytes: Buffer.from([255, 0]) }, { bytes: '' }, { bytes: '\u2028"\\' }], Buffer.from('c3a40d0aff000a0ae280a8225c0a', 'hex')],
    ['NUL after each', { '--from': 'lines', '-d': String.raw`\0` }, [{ bytes: 'a\nb' }, { bytes: 'c' }], Buffer.from('a\nb\0c\0')],
    ['NDJSON as it was written, also what is none', { '--from': 'ndjson' }, [{ json: '{ "a": 1.0, "a": 12345678901234567890 }\r' }, { bytes: '{"a":' }, { json: '"b"' }], Buffer.from('{ "a": 1.0, "a": 12345678901234567890 }\r\n{"a":\n"b"\n')],
    ['several lines of a call', { '--from': 'lines', '-n': 2 }, [{ list: [{ bytes: 'a' }, { bytes: 'b' }] }, { list: [{ bytes: 'c' }] }], Buffer.from('a\nb\nc\n')],
    ['several values of a call', { '--from': 'ndjson', '-n': 2 }, [{ list: [{ json: '[1, 2]' }, { json: ' null' }] }], Buffer.from('[1, 2]\n null\n')],
    ['an array', { '--from': 'json' }, [{ json: '1' }, { json: '[2]' }], Buffer.from('[\n1,\n[2]\n]\n')],
    ['an empty array', { '--from': 'json' }, [], Buffer.from('[]\n')],
  ])('%s', async (_what, job, inputs, expected) => {
    const { stdout } = await bash(`parmap log '${items(inputs, job)}' --items | od -An -v -tx1`)
    expect(Buffer.from(stdout.replace(/\s/gu, ''), 'hex')).toEqual(expected)
  })

  test('but for what was too long to be kept, which it says', async () => {
    const cwd = temporaryFolder()
    await parmap(['map', join(FIXTURES, 'tasks.mjs'), '--from', 'lines', '--max-item-bytes', '8', '--journal', 'j'], { cwd, input: `${'x'.repeat(9)}\n9 bytes\n` })
    expect(await parmap(['log', 'j', '--items'], { cwd })).toMatchObject({ code: 0, stdout: '9 bytes\n', told: ['parmap: 1 of the items left out: too long to be kept'] })
  })

  describe('rows with the names of their columns', () => {
    const named = record('0', { input: { json: '{"name":"x","2":"a, b","q\\"":"1"}' }, raw: 'x,"a, b",1\r' })
    const rows = [named, record('1', { input: { json: '{"name":"y","2":"c","q\\"":"2"}' }, raw: 'y,c,2' })]
    const given = async (records: readonly EndedItem[], job: Job, ...flags: readonly string[]): Promise<string> => (await log(journalOf(records, job), '--items', ...flags)).stdout

    test('of csv and tsv, where they have names', async () => {
      expect(await given(rows, { '--from': 'csv', '--header': true })).toBe('name,2,"q"""\nx,"a, b",1\r\ny,c,2\n')
      expect(await given(rows, { '--from': 'tsv', '--header': true })).toBe('name\t2\tq"\nx,"a, b",1\r\ny,c,2\n')
      expect(await given([record('2', { input: { json: '[["a","b"],["c","d"]]' }, raw: ['a,b', 'c,d'] })], { '--from': 'csv', '-n': 2 })).toBe('a,b\nc,d\n')
    })

    test('of several rows of a call', async () => {
      expect(await given([record('3', { input: { json: '[{"a":"1"},{"a":"2"}]' }, raw: ['1', '2'] })], { '--from': 'csv', '--header': true, '-n': 2 })).toBe('a\n1\n2\n')
    })

    test('of rows that failed, also where the first is too short to have any', async () => {
      const short = record('4', { status: 'failed', input: { bytes: 'x' }, error: { kind: 'input', message: 'the row has 1 column' } })
      expect(await given([short, ...rows], { '--from': 'csv', '--header': true }, '--failed')).toBe('name,2,"q"""\nx\n')
    })

    test('which are not there where there is no row', async () => {
      expect(await given(rows, { '--from': 'csv', '--header': true }, '--failed')).toBe('')
    })
  })
})
