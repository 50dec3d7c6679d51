// The journal of a run: what is in the file, what a later run finds there, and what is refused.

import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CommandError } from '../src/errors.ts'
import { EXIT } from '../src/exit-codes.ts'
import type { Journal } from '../src/journal/journal.ts'
import { contentKey, ItemKeys, type ItemKey } from '../src/journal/key.ts'
import { openJournal, type JournalOptions } from '../src/journal/open-journal.ts'
import { envelopeLine, type EndedItem } from '../src/journal/record.ts'
import { bash, FIXTURES } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const job = { module: 'file:///price.mjs', export: 'default', '--from': 'lines', '--to': 'ndjson' }

function folderPath(content?: string): string {
  return join(temporaryFolder(content === undefined ? {} : { 'run.ndjson': content }), 'run.ndjson')
}

async function open(path: string, options: Partial<JournalOptions> = {}): Promise<Journal> {
  const journal = await openJournal({ path, job, isResumed: true, retriesFailed: false, isForced: false, onError: (error) => { throw error }, ...options })
  onTestFinished(() => { journal.close() })
  return journal
}

const first = (content: string): ItemKey => ({ key: contentKey(content), occurrence: 1 })

function ended(content: string, changed: Partial<EndedItem> = {}): EndedItem {
  return { ...first(content), index: 0, status: 'ok', input: { bytes: content }, output: { json: `"${content}!"` }, error: undefined, raw: undefined, attempts: 1, ms: 1, worker: 'main', ...changed }
}

const failed = (content: string): EndedItem => ended(content, { status: 'failed', output: undefined, error: { kind: 'Error', message: 'failed' } })

async function written(path: string, ...items: readonly EndedItem[]): Promise<string> {
  const journal = await open(path)
  for (const item of items) journal.append(item)
  journal.close()
  return readFileSync(path, 'utf8')
}

describe('a journal that begins', () => {
  test('says in its first line whose it is', async () => {
    const path = folderPath()
    const journal = await open(path, { isResumed: false })
    expect([JSON.parse(readFileSync(path, 'utf8')), journal.size]).toEqual([{ parmap: 'journal', version: 1, job, fingerprint: expect.stringMatching(/^[\da-f]{32}$/u) as string }, 0])
  })

  test('is refused where there is something in the file', async () => {
    const path = folderPath('x')
    await expect(open(path, { isResumed: false })).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.journal, message: `${path} is there already: go on with it by --resume, or give the journal another name` }))
    expect([readFileSync(path, 'utf8'), readdirSync(join(path, '..'))]).toEqual(['x', ['run.ndjson']])
  })

  test.each([['is missing', undefined], ['is empty', '']])('begins also for --resume where it %s', async (_what, content) => {
    expect((await open(folderPath(content))).size).toBe(0)
  })

  test('is said not to be openable in a folder that is not there, and where it is none', async () => {
    const folder = temporaryFolder()
    await expect(open(join(folder, 'none', 'run.ndjson'))).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.stream, message: expect.stringContaining('cannot open the journal') as string }))
    await expect(open(folder)).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.stream }))
  })
})

describe('a record', () => {
  test('is in the file before the event loop has its next turn, with others of the same turn', async () => {
    const path = folderPath()
    const journal = await open(path)
    const header = readFileSync(path, 'utf8')
    journal.append(ended('a'))
    journal.append(ended('b'))
    expect(readFileSync(path, 'utf8')).toBe(header)
    await Promise.resolve()
    const now = readFileSync(path, 'utf8')
    await turn()
    expect(now.split('\n').slice(1, -1).map((line) => (JSON.parse(line) as { input: string }).input)).toEqual(['a', 'b'])
    expect(readFileSync(path, 'utf8')).toBe(now)
  })

  test('is found by its key, and gives the item back as it was', async () => {
    const path = folderPath()
    const keys = new ItemKeys()
    const items = ['a', 'b', 'a'].map((content, index) => ended(content, { ...keys.next(content), index, output: { bytes: `${index}` } }))
    await written(path, ...items)
    const journal = await open(path)
    const again = new ItemKeys()
    const found = ['b', 'a', 'a', 'c', 'b'].map((content) => {
      const key = again.next(content)
      const place = journal.find(key)
      return place === undefined ? undefined : journal.read(key, place)
    })
    expect(found).toEqual([items[1], items[0], items[2], undefined, undefined])
  })

  test('replaces earlier ones of the same item', async () => {
    const path = folderPath()
    await written(path, failed('a'), ended('b'))
    await written(path, ended('a', { index: 7 }))
    const journal = await open(path)
    const place = journal.find(first('a'))!
    expect([journal.size, place.status, journal.read(first('a'), place).index]).toEqual([2, 'ok', 7])
  })

  test('of a failed item counts as finished, unless those are to be tried again; one that was skipped always does', async () => {
    const path = folderPath()
    await written(path, failed('a'), ended('b', { status: 'skipped', output: undefined }))
    const find = async (retriesFailed: boolean): Promise<unknown> => {
      const journal = await open(path, { retriesFailed })
      journal.close()
      return ['a', 'b'].map((content) => journal.find(first(content))?.status)
    }
    expect([await find(false), await find(true)]).toEqual([['failed', 'skipped'], [undefined, 'skipped']])
  })

  test('is read whatever its length and wherever the last one was', async () => {
    const path = folderPath()
    const lengths = [3_000_000, 1, 70_000, 65_536, 1_000_000, 2]
    await written(path, ...lengths.map((length) => ended(String(length), { output: { bytes: 'ä'.repeat(length) } })))
    const journal = await open(path)
    const read = (length: number): unknown => journal.read(first(String(length)), journal.find(first(String(length)))!).output
    for (const length of [...lengths, ...lengths.toReversed()]) expect(read(length)).toEqual({ bytes: 'ä'.repeat(length) })
  })

  test('that is not there any more is told of', async () => {
    const path = folderPath()
    await written(path, ended('a'))
    const journal = await open(path)
    const place = journal.find(first('a'))!
    truncateSync(path, 10)
    expect(() => journal.read(first('a'), place)).toThrow('the journal has been changed while it was in use')
  })
})

describe('a last line that is torn', () => {
  test('is cut off wherever that happened, and what was before is still there', async () => {
    const path = folderPath()
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
    const path = folderPath()
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
    const path = folderPath(content)
    await expect(open(path)).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.journal, message: `${path} ${message}` }))
    expect([readFileSync(path, 'utf8'), existsSync(`${path}.lock`)]).toEqual([content, false])
  })

  test.each(['no JSON', '', '{"a":1}', '{"index":0,"ok":true}'])('in the middle of one is named by its line: %j', async (line) => {
    const path = folderPath()
    const whole = await written(path, ended('a'), ended('b'))
    const lines = whole.split('\n')
    writeFileSync(path, [...lines.slice(0, 2), line, ...lines.slice(2)].join('\n'))
    await expect(open(path)).rejects.toThrow(expect.objectContaining({ exitCode: EXIT.journal, message: `${path} is damaged: line 3 is no record of a journal` }))
  })

  test('in the middle of one is refused where it is not UTF-8', async () => {
    const path = folderPath()
    await written(path, ended('a'), ended('b'))
    writeFileSync(path, Buffer.from(readFileSync(path, 'latin1').replace('"a!"', '"\xff"'), 'latin1'))
    await expect(open(path)).rejects.toThrow('line 2 is no record')
  })
})

describe('the journal of another job', () => {
  const refusal = async (written_: JournalOptions['job'], now: JournalOptions['job']): Promise<string> => {
    const path = folderPath()
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
    const path = folderPath()
    await written(path, ended('a'))
    const other = { ...job, '--to': 'lines' }
    const forced = await open(path, { job: other, isForced: true })
    expect(forced.find(first('a'))?.status).toBe('ok')
    forced.close()
    expect((await open(path, { job: other })).size).toBe(1)
  })
})

describe('a record that cannot be written', () => {
  const program = `
    import { openJournal } from '${new URL('../dist/journal/open-journal.js', import.meta.url).href}'
    const onError = (error) => { console.log(error.exitCode, error.message) }
    const journal = await openJournal({ path: 'run.ndjson', job: {}, isResumed: true, retriesFailed: false, isForced: false, onError })
    for (let index = 0; index < 100; index++) {
      journal.append({ index, key: 'a'.repeat(32), occurrence: index + 1, status: 'ok', output: { bytes: 'x'.repeat(1_000) }, attempts: 1, ms: 1 })
      await Promise.resolve()
    }
    journal.close()
  `

  test.skipIf(process.platform === 'win32')('is told of once, and nothing follows what was written of it', async () => {
    const cwd = temporaryFolder({ 'program.mjs': program })
    const { stdout } = await bash(`ulimit -f 16; '${process.execPath}' program.mjs`, { cwd })
    expect(stdout).toMatch(/^3 cannot write the journal run\.ndjson: EFBIG.*\n$/u)
    const lines = readFileSync(join(cwd, 'run.ndjson'), 'utf8').split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.slice(1).map((line) => (JSON.parse(line) as { index: number }).index)).toEqual(Array.from({ length: lines.length - 1 }, (_, index) => index))
    expect(lines.length).toBeGreaterThan(5)
  })
})

test('a record that cannot be made is told of, too: nobody waits for what append throws', async () => {
  const errors: string[] = []
  const path = folderPath()
  const journal = await open(path, { onError: ({ message }) => { errors.push(message) } })
  journal.append(ended('a'))
  journal.append(ended('b', { worker: 1n as unknown as string })) // as a text that is longer than strings can be
  journal.append(ended('c'))
  journal.close()
  expect(errors).toEqual([`cannot write the journal ${path}: Do not know how to serialize a BigInt`])
  expect((await open(path)).size).toBe(1)
})

describe.skipIf(process.platform === 'win32')('a run that is killed at any moment', () => {
  test('leaves a journal that opens at once and has all that was said to be in it, a hundred times', async () => {
    const path = folderPath()
    let next = 0
    for (let round = 0; round < 100; round++) {
      const length = round % 10 === 0 ? 500_000 : fc.sample(fc.nat(5_000), 1)[0]!
      const child = spawn(process.execPath, [join(FIXTURES, 'journal/writes.mjs'), path, String(next), String(length)], { stdio: ['ignore', 'pipe', 'inherit'] })
      onTestFinished(() => { child.kill('SIGKILL') })
      const last = next + fc.sample(fc.nat(round % 10 === 0 ? 2 : 30), 1)[0]!
      for await (const line of createInterface(child.stdout)) {
        next = Number(line) + 1
        if (next > last) child.kill('SIGKILL')
      }
      const journal = await open(path, { job: { module: 'file:///a.mjs' } }) // before anybody has looked after the process
      const missing = Array.from({ length: next }, (_, index) => index).filter((index) => journal.find(first(String(index))) === undefined)
      expect([missing, next > last]).toEqual([[], true])
      const place = journal.find(first(String(next - 1)))!
      expect(journal.read(first(String(next - 1)), place).output).toEqual({ bytes: 'x'.repeat(length) })
      next = journal.size
      journal.close()
    }
    expect(readdirSync(join(path, '..'))).toEqual(['run.ndjson'])
  }, 180_000)
})
