// `parmap log`: what a journal holds, to read, to count and to run again.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { headerLine } from '../src/journal/job.ts'
import { Latencies } from '../src/latencies.ts'
import { programOf } from './support/journal.ts'
import { bash } from './support/parmap.ts'
import { journalOf, log, record } from './support/log.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const refused = { kind: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:80', code: 'ECONNREFUSED' }

const mixed = [
  record('b', { index: 1, ms: 1_234 }),
  record('a\tä\u001b[31m', { index: 0, status: 'failed', output: undefined, error: refused, attempts: 3, ms: 20 }),
  record('c', { index: 1_233, status: 'skipped', output: undefined }),
  record('d', { index: 3, status: 'failed', error: { kind: 'exit 3', message: 'exit code 3\nof sh', exit: 3 }, ms: 7 }),
  record('e', { index: 4, status: 'failed', output: undefined, error: refused, ms: 50 }),
]

describe('a list', () => {
  test('has a line for each item, counted from 1, in the order in which they ended; the summary is on stderr', async () => {
    expect(await log(journalOf(mixed))).toMatchObject({
      code: 0,
      stdout: [
        'item 2      ok          1.23 s   1 attempt   b',
        'item 1      failed       20 ms   3 attempts  a\\x09ä  connect ECONNREFUSED 127.0.0.1:80',
        'item 1,234  skipped       1 ms   1 attempt   c',
        'item 4      failed        7 ms   1 attempt   d  exit code 3 of sh',
        'item 5      failed       50 ms   1 attempt   e  connect ECONNREFUSED 127.0.0.1:80',
        '',
      ].join('\n'),
      stderr: [
        'parmap: 1 done, 3 failed, 1 skipped; p50 20 ms, p99 1.23 s',
        'parmap: 2 × ECONNREFUSED, first at item 1',
        'parmap: 1 × exit 3, first at item 4',
        '',
      ].join('\n'),
    })
  })

  test('shortens inputs, and says a code that is not in the message', async () => {
    const long = record('long', { input: { json: JSON.stringify({ text: 'y'.repeat(1_000) }) } })
    const coded = record('coded', { input: { bytes: Buffer.from([255]) }, status: 'failed', error: { kind: 'Error', message: 'it failed', code: 'EOTHER' } })
    const { stdout } = await log(journalOf([long, coded]))
    expect(stdout).toBe(`item 1      ok            1 ms   1 attempt   {"text":"${'y'.repeat(51)}…\nitem 1      failed        1 ms   1 attempt   (not UTF-8)  EOTHER: it failed\n`)
  })

  test('has of several records of an item the last, and of several copies of a content each', async () => {
    const { stdout } = await log(journalOf([record('a', { ms: 1 }), record('a', { occurrence: 2, ms: 2 }), record('b', { ms: 3 }), record('a', { ms: 4 })]), '--json')
    expect(stdout.trim().split('\n').map((line) => (JSON.parse(line) as { ms: number }).ms)).toEqual([2, 3, 4])
  })

  test('of a run that has only begun is empty', async () => {
    const cut = headerLine({}).slice(0, 30)
    const folder = temporaryFolder({ empty: '', cut, header: headerLine({}) })
    for (const name of ['empty', 'cut', 'header']) {
      expect(await log(join(folder, name))).toMatchObject({ code: 0, stdout: '', stderr: 'parmap: 0 done, 0 failed, 0 skipped\n' })
    }
  })
})

describe('of all items', () => {
  test('--failed takes those that failed', async () => {
    expect((await log(journalOf(mixed), '--failed', '--items')).stdout).toBe('a\tä\u001b[31m\nd\ne\n')
  })

  test('--slowest takes those that took longest, the slowest first, also of many', async () => {
    const times = Array.from({ length: 3_000 }, (_, n) => (n * 7_919) % 3_001)
    const path = journalOf(times.map((ms, index) => record(String(index), { index, ms })))
    const slowest = async (count: number): Promise<number[]> => {
      const { stdout } = await log(path, '--slowest', String(count), '--json')
      return stdout.trim().split('\n').map((line) => (JSON.parse(line) as { ms: number }).ms)
    }
    const sorted = times.toSorted((a, b) => b - a)
    expect([await slowest(3), await slowest(2_500), await slowest(5_000)]).toEqual([sorted.slice(0, 3), sorted.slice(0, 2_500), sorted])
  })

  test('--slowest takes of those that failed, where both are wanted', async () => {
    expect((await log(journalOf(mixed), '--slowest', '1', '--failed', '--items')).stdout).toBe('e\n')
  })
})

test('--json prints the records as they are', async () => {
  const path = journalOf(mixed)
  expect(await log(path, '--json')).toMatchObject({ code: 0, stdout: readFileSync(path, 'utf8').split('\n').slice(1).join('\n'), stderr: '' })
})

describe('--summary', () => {
  test('prints counts, times and kinds of failures, and nothing else', async () => {
    expect(await log(journalOf(mixed), '--summary')).toMatchObject({
      code: 0,
      stdout: '1 done, 3 failed, 1 skipped; p50 20 ms, p99 1.23 s\n2 × ECONNREFUSED, first at item 1\n1 × exit 3, first at item 4\n',
      stderr: '',
    })
  })

  test('names ten kinds, the most frequent first, as the run that failed has named them', async () => {
    const errors = [{ kind: 'timeout', message: 'm' }, { kind: 'SIGSEGV', message: 'm', signal: 'SIGSEGV' }, ...Array.from({ length: 10 }, (_, exit) => ({ kind: `exit ${exit + 1}`, message: 'm', exit: exit + 1 }))]
    const items = [...errors, errors[1]!, errors[1]!, errors[0]!].map((error, index) => record(String(index), { index, status: 'failed', error }))
    const { stdout } = await log(journalOf(items), '--summary')
    expect(stdout.split('\n').slice(1)).toEqual([
      '3 × SIGSEGV, first at item 2', '2 × timeout, first at item 1',
      ...Array.from({ length: 8 }, (_, n) => `1 × exit ${n + 1}, first at item ${n + 3}`), '2 of other kinds', '',
    ])
  })

  test('has quantiles within 1 %', () => {
    const latencies = new Latencies()
    for (let n = 1; n <= 10_000; n++) latencies.add(n / 10)
    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) expect(Math.abs(latencies.percentile(share * 100) / (share * 1_000) - 1)).toBeLessThan(0.01)
  })
})

describe('a journal', () => {
  test('is not changed, and a last line that is torn is left out', async () => {
    const path = journalOf([record('a'), record('b')])
    appendFileSync(path, '{"index":1,"key"')
    const before = readFileSync(path)
    expect(await log(path, '--items')).toMatchObject({ code: 0, stdout: 'a\nb\n', stderr: '' })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('may be in use', async () => {
    const path = journalOf([record('a')])
    mkdirSync(`${path}.lock`)
    writeFileSync(join(`${path}.lock`, 'an-owner'), '')
    expect(await log(path, '--items')).toMatchObject({ code: 0, stdout: 'a\n' })
  })

  test.skipIf(process.platform === 'win32')('may be written to meanwhile: what had ended before is there', async () => {
    const path = join(temporaryFolder(), 'run.ndjson')
    const writer = spawn(process.execPath, [await programOf('writes'), path, '0', '100'], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => { writer.kill('SIGKILL') })
    const [said] = (await once(writer.stdout, 'data')) as [Buffer]
    writer.stdout.pause() // it goes on until the pipe is full
    const { code, stdout } = await log(path, '--items')
    const items = stdout.trim().split('\n')
    expect([code, items]).toEqual([0, Array.from(items, (_, index) => String(index))])
    expect(items.length).toBeGreaterThan(said.toString().trim().split('\n').length - 1)
  })

  test('that is not there, or is a folder, cannot be read', async () => {
    const folder = temporaryFolder()
    expect(await log(join(folder, 'none'))).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('parmap: cannot read the journal') as string })
    expect(await log(folder)).toMatchObject({ code: 3, stdout: '', stderr: `parmap: cannot read the journal ${folder}: a journal is a plain file\n` })
  })

  test('that is none, or is damaged, is refused before anything is printed', async () => {
    const path = journalOf([record('a'), record('b')])
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('"index"', ''))
    expect(await log(path)).toMatchObject({ code: 6, stdout: '', stderr: `parmap: ${path} is damaged: line 2 is no record of a journal\n` })
    writeFileSync(path, 'notes\n')
    expect(await log(path)).toMatchObject({ code: 6, stdout: '', stderr: `parmap: ${path} is not the journal of a run: line 1 is no header of a journal\n` })
  })
})

describe.skipIf(process.platform === 'win32')('what is printed', () => {
  const many = (): string => journalOf(Array.from({ length: 20_000 }, (_, index) => record(`item ${index}`, { index })))

  test('to a pipe that is closed ends it silently with 141', async () => {
    const { stdout, stderr } = await bash(`parmap log '${many()}' | head -n 1; echo "codes \${PIPESTATUS[*]}"`)
    expect({ stdout, stderr }).toEqual({ stdout: 'item 1      ok            1 ms   1 attempt   item 0\ncodes 141 0\n', stderr: '' })
  })

  test('is all there, also for a reader that is slow', async () => {
    const { stdout } = await bash(`parmap log '${many()}' --items | { read -r line; sort -u | wc -l; }`)
    expect(stdout.trim()).toBe('19999')
  })

  test.runIf(process.platform === 'linux')('to a full disk is exit code 3', async () => {
    const { stdout, stderr } = await bash(`parmap log '${many()}' --items > /dev/full; echo "code $?"`)
    expect({ stdout, stderr }).toEqual({ stdout: 'code 3\n', stderr: expect.stringContaining('parmap: cannot write: ENOSPC') as string })
  })
})

test.each([
  ['--slowest 0', "option '--slowest <n>' argument '0' is invalid. Expected an integer ≥ 1."],
  ['--json --items', "option '--json' cannot be used with option '--items'"],
  ['--summary --failed', "option '--summary' cannot be used with option '--failed'"],
])('wrong usage is said: %s', async (flags, message) => {
  expect(await log('none.ndjson', ...flags.split(' '))).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string })
})
