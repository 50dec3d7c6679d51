// The journal of a run: what is in the file, and what a later run finds there.

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ItemKeys } from '../src/journal/key.ts'
import type { EndedItem } from '../src/journal/record.ts'
import { ended, first } from './fixtures/journal/journals.ts'
import { journalPath, open, programOf, written } from './support/journal.ts'
import { bash } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const failed = (content: string): EndedItem => ended(content, { status: 'failed', output: undefined, error: { kind: 'Error', message: 'failed' } })

describe('a record', () => {
  test('is in the file before the event loop has its next turn, with others of the same turn', async () => {
    const path = journalPath()
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
    const path = journalPath()
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
    const path = journalPath()
    await written(path, failed('a'), ended('b'))
    await written(path, ended('a', { index: 7 }))
    const journal = await open(path)
    const place = journal.find(first('a'))!
    expect([journal.size, place.status, journal.read(first('a'), place).index]).toEqual([2, 'ok', 7])
  })

  test('of a failed item counts as finished, unless those are to be tried again; one that was skipped always does', async () => {
    const path = journalPath()
    await written(path, failed('a'), ended('b', { status: 'skipped', output: undefined }))
    const find = async (retriesFailed: boolean): Promise<unknown> => {
      const journal = await open(path, { retriesFailed })
      journal.close()
      return ['a', 'b'].map((content) => journal.find(first(content))?.status)
    }
    expect([await find(false), await find(true)]).toEqual([['failed', 'skipped'], [undefined, 'skipped']])
  })

  test('is read whatever its length and wherever the last one was', async () => {
    const path = journalPath()
    const lengths = [3_000_000, 1, 70_000, 65_536, 1_000_000, 2]
    await written(path, ...lengths.map((length) => ended(String(length), { output: { bytes: 'ä'.repeat(length) } })))
    const journal = await open(path)
    const read = (length: number): unknown => journal.read(first(String(length)), journal.find(first(String(length)))!).output
    for (const length of [...lengths, ...lengths.toReversed()]) expect(read(length)).toEqual({ bytes: 'ä'.repeat(length) })
  })

  test('that is another now is told of', async () => {
    const path = journalPath()
    const [header, a, b] = (await written(path, ended('a'), ended('b'))).split('\n')
    const journal = await open(path)
    writeFileSync(path, [header, b, a, ''].join('\n'))
    expect(() => journal.read(first('a'), journal.find(first('a'))!)).toThrow('the journal has been changed while it was in use')
  })

  test('that is not there any more is told of', async () => {
    const path = journalPath()
    await written(path, ended('a'))
    const journal = await open(path)
    const place = journal.find(first('a'))!
    truncateSync(path, 10)
    expect(() => journal.read(first('a'), place)).toThrow('the journal has been changed while it was in use')
  })
})

describe('a record that cannot be written', () => {
  test.skipIf(process.platform === 'win32')('is told of once, and nothing follows what was written of it', async () => {
    const cwd = temporaryFolder()
    const { stdout } = await bash(`ulimit -f 16; '${process.execPath}' '${await programOf('fills')}'`, { cwd })
    expect(stdout).toMatch(/^3 cannot write the journal run\.ndjson: EFBIG.*\n$/u)
    const lines = readFileSync(join(cwd, 'run.ndjson'), 'utf8').split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.slice(1).map((line) => (JSON.parse(line) as { index: number }).index)).toEqual(Array.from({ length: lines.length - 1 }, (_, index) => index))
    expect(lines.length).toBeGreaterThan(5)
  })
})

test('a record that cannot be made is told of, too: nobody waits for what append throws', async () => {
  const errors: string[] = []
  const path = journalPath()
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
    const path = journalPath()
    const program = await programOf('writes')
    let next = 0
    for (let round = 0; round < 100; round++) {
      const length = round % 10 === 0 ? 500_000 : fc.sample(fc.nat(5_000), 1)[0]!
      const child = spawn(process.execPath, [program, path, String(next), String(length)], { stdio: ['ignore', 'pipe', 'inherit'] })
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
