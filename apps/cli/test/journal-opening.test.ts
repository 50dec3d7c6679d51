// What is found where a journal is opened: one that begins, one to go on with, and what is refused.

import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CommandError } from '../src/errors.ts'
import { EXIT } from '../src/exit-codes.ts'
import { contentKey } from '../src/journal/key.ts'
import type { JournalOptions } from '../src/journal/open-journal.ts'
import { envelopeLine } from '../src/journal/record.ts'
import { ended, first, job } from './fixtures/journal/journals.ts'
import { journalPath, open, written } from './support/journal.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

describe('a journal that begins', () => {
  test('says in its first line whose it is', async () => {
    const path = journalPath()
    const journal = await open(path, { isResumed: false })
    expect([JSON.parse(readFileSync(path, 'utf8')), journal.size]).toEqual([{ parmap: 'journal', version: 1, job, fingerprint: expect.stringMatching(/^[\da-f]{32}$/u) as string }, 0])
  })

  test('is refused where there is something in the file', async () => {
    const path = journalPath('x')
    await expect(open(path, { isResumed: false })).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.journal, message: `${path} is there already: go on with it by --resume, or give the journal another name` }))
    expect([readFileSync(path, 'utf8'), readdirSync(join(path, '..'))]).toEqual(['x', ['run.ndjson']])
  })

  test.each([['is missing', undefined], ['is empty', '']])('begins also for --resume where it %s', async (_what, content) => {
    expect((await open(journalPath(content))).size).toBe(0)
  })

  test('is said not to be openable in a folder that is not there, and where it is none', async () => {
    const folder = temporaryFolder()
    await expect(open(join(folder, 'none', 'run.ndjson'))).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.stream, message: expect.stringContaining('cannot open the journal') as string }))
    await expect(open(folder)).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.stream }))
  })
})

describe('a last line that is torn', () => {
  test('is cut off wherever that happened, and what was before is still there', async () => {
    const path = journalPath()
    const whole = await written(path, ended('a'), ended('b', { output: { bytes: 'ä\u{1f600}' } }))
    const bytes = Buffer.from(whole)
    const beginnings = [0, bytes.indexOf('\n') + 1, bytes.lastIndexOf('\n', bytes.length - 2) + 1]
    for (let length = 1; length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length))
      const journal = await open(path)
      const start = beginnings.findLast((beginning) => beginning <= length)!
      expect([journal.size, journal.repaired]).toEqual([Math.max(0, beginnings.indexOf(start) - 1), length - start])
      journal.append(ended('c'))
      journal.close()
      const expected = start === 0 ? bytes.subarray(0, beginnings[1]) : bytes.subarray(0, start)
      expect(readFileSync(path, 'utf8').startsWith(`${expected.toString()}{"index":0,"key":"${contentKey('c')}"`)).toBe(true)
    }
  })

  test.each(['no JSON\n', '{"a":1}\n', '\0\0\0\0', '{"index":0}'])('is cut off where it is %j', async (line) => {
    const path = journalPath()
    const whole = await written(path, ended('a'))
    appendFileSync(path, line)
    const journal = await open(path)
    expect([journal.size, journal.repaired, readFileSync(path, 'utf8')]).toEqual([1, line.length, whole])
  })
})

describe('what is no journal', () => {
  test.each([
    ['a text', 'some notes\n', 'is not the journal of a run: line 1 is no header of a journal'],
    ['a text without a line end', 'some notes', 'is not the journal of a run: line 1 is no header of a journal'],
    ['the output of a run', envelopeLine(ended('a')), 'is not the journal of a run: line 1 is no header of a journal'],
    ['zeros', '\0\0\0', 'is not the journal of a run: line 1 is no header of a journal'],
    ['of a later version', '{"parmap":"journal","version":2,"job":{}}\n', 'was written by another version of parmap: its journal has version 2, this one reads version 1'],
  ])('is refused as it is: %s', async (_what, content, message) => {
    const path = journalPath(content)
    await expect(open(path)).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.journal, message: `${path} ${message}` }))
    expect([readFileSync(path, 'utf8'), existsSync(`${path}.lock`)]).toEqual([content, false])
  })

  test.each(['no JSON', '', '{"a":1}', '{"index":0,"ok":true}'])('in the middle of one is named by its line: %j', async (line) => {
    const path = journalPath()
    const whole = await written(path, ended('a'), ended('b'))
    const lines = whole.split('\n')
    writeFileSync(path, [...lines.slice(0, 2), line, ...lines.slice(2)].join('\n'))
    await expect(open(path)).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.journal, message: `${path} is damaged: line 3 is no record of a journal` }))
  })

  test('in the middle of one is refused where it is not UTF-8', async () => {
    const path = journalPath()
    await written(path, ended('a'), ended('b'))
    writeFileSync(path, Buffer.from(readFileSync(path, 'latin1').replace('"a!"', '"\xff"'), 'latin1'))
    await expect(open(path)).rejects.toThrow('line 2 is no record')
  })
})

describe('the journal of another job', () => {
  const refusal = async (written_: JournalOptions['job'], now: JournalOptions['job']): Promise<string> => {
    const path = journalPath()
    const journal = await open(path, { job: written_ })
    journal.close()
    return open(path, { job: now }).then(() => 'opened', (error: unknown) => ((error as CommandError).exitCode === EXIT.journal ? (error as CommandError).message.replace(path, 'J') : String(error)))
  }

  test.each([
    [{ '--to': 'lines' }, { '--to': 'ndjson' }, 'it was written with --to lines, this run has --to ndjson'],
    [{ '--to': 'lines', '-n': 2 }, { '--to': 'raw' }, 'it was written with --to lines and -n 2, this run has --to raw and no -n'],
    [{}, { '--header': true }, 'it was written with no --header, this run has --header'],
    [{ '-d': '\0' }, { '-d': ', ' }, 'it was written with -d "\\u0000", this run has -d ", "'],
    [{ command: ['echo', '{}'] }, { command: ['echo', 'a', '{}'] }, 'it was written with command ["echo","{}"], this run has command ["echo","a","{}"]'],
    [{ module: 'file:///a.mjs', export: 'b' }, { module: 'file:///a.mjs', export: 'c' }, 'it was written with export b, this run has export c'],
  ])('is refused, and what differs is said: %j', async (before, now, difference) => {
    expect(await refusal(before, now)).toBe(`J is the journal of another job: ${difference}; --force-resume goes on with it nonetheless`)
  })

  test('is none where the same is given in another order, or as not given', async () => {
    expect(await refusal({ '--to': 'lines', '--from': 'lines', '-n': undefined }, { '--from': 'lines', '--to': 'lines' })).toBe('opened')
  })

  test('becomes that of this one where that is forced, with what has ended', async () => {
    const path = journalPath()
    await written(path, ended('a'))
    const other = { ...job, '--to': 'lines' }
    const forced = await open(path, { job: other, isForced: true })
    expect(forced.find(first('a'))?.status).toBe('ok')
    forced.close()
    expect((await open(path, { job: other })).size).toBe(1)
  })
})
