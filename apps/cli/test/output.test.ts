// How results are written, to whatever stands behind stdout.

import { describe, expect, test } from 'vitest'
import { setImmediate as turn } from 'node:timers/promises'
import { bash, ended, parmap, says, start } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const isWindows = process.platform === 'win32'
const give = (to: string, ...items: readonly string[]): Promise<unknown> => parmap(['map', './tasks.mjs#give', '-j', '1', '--to', to, ':::', ...items])

describe('--to ndjson', () => {
  test('writes a JSON value a line', async () => {
    expect(await give('ndjson', 'object', 'text', 'null')).toMatchObject({ code: 0, stdout: '{"b":1}\n"as it is\\n"\nnull\n' })
  })

  test('writes a null line for undefined, so that lines match', async () => {
    expect(await parmap(['map', './tasks.mjs#nothing', ':::', 'a', 'b'])).toMatchObject({ code: 0, stdout: 'null\nnull\n', told: [] })
  })

  test.each([
    ['function', 'the result is a function, which JSON cannot hold'],
    ['symbol', 'the result is a symbol, which JSON cannot hold'],
    ['bigint', 'the result cannot be written as JSON: Do not know how to serialize a BigInt'],
    ['circle', 'the result cannot be written as JSON: Converting circular structure to JSON'],
  ])('a %s is the failure of its item', async (what, said) => {
    const failed = { code: 1, stdout: 'null\n', told: [expect.stringContaining(`parmap: item 1 ("${what}"): ${said}`)] }
    expect(await give('ndjson', what, 'null')).toMatchObject(failed)
  })
})

describe('--to lines', () => {
  test('writes strings as they are, other values as JSON', async () => {
    expect(await give('lines', 'text', 'object', 'null')).toMatchObject({ code: 0, stdout: 'as it is\n\n{"b":1}\nnull\n' })
  })
})

describe('--to raw', () => {
  test('writes strings with nothing between; other values are failures of their items', async () => {
    const told = [expect.stringContaining('item 2 ("object"): the result is an object; --to raw writes strings only'), expect.stringContaining('item 3 ("null"): the result is null;')]
    expect(await give('raw', 'text', 'object', 'null', 'text')).toMatchObject({ code: 1, stdout: 'as it is\nas it is\n', told })
  })
})

test.each(['lines', 'raw'])('--to %s refuses text that UTF-8 cannot hold', async (to) => {
  const told = ['parmap: item 1 ("surrogate"): the result holds half a surrogate pair, which UTF-8 cannot hold']
  expect(await give(to, 'surrogate')).toMatchObject({ code: 1, stdout: '', told })
})

describe('nothing is cut off', () => {
  const input = Array.from({ length: 100_000 }, (_, n) => `${n}\n`).join('')

  test('of a hundred thousand lines, in order', async () => {
    expect(await parmap(['map', './tasks.mjs'], { input })).toMatchObject({ code: 0, stdout: input })
  })

  test('where the reader is slower than the task: ten megabytes', async () => {
    const child = start(['map', './tasks.mjs#padded'])
    child.stdin.end(input)
    let bytes = 0
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      bytes += chunk.length
      await turn()
    }
    expect(bytes).toBe(11_488_890)
  })

  test('where the reader begins when all items have ended, and the last result is larger than a pipe', async () => {
    const child = start(['map', './tasks.mjs#large', ':::', 'a'])
    await says(child, 'ended')
    const { code, stdout } = await ended(child)
    expect({ code, length: stdout.length }).toEqual({ code: 0, length: 3_000_003 })
  })

  test.skipIf(isWindows)('where stdout is a file, also one that is appended to', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (n) => n\n', 'in.txt': input })
    const line = "parmap map ./task.mjs -i in.txt > out.txt && parmap map ./task.mjs -i in.txt >> out.txt && cat in.txt in.txt | cmp - out.txt && echo same"
    expect(await bash(line, { cwd })).toMatchObject({ code: 0, stdout: 'same\n' })
  })

  test.skipIf(isWindows)('without an error: a file that may not grow any more is exit code 3', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (n) => n\n', 'in.txt': input })
    // The last chunk is written in part before the limit is reached; Node's own stdout drops the rest without a word.
    const { stdout, told } = await bash('ulimit -f 8; parmap map ./task.mjs -i in.txt --to lines > out.txt; echo "code $?"', { cwd })
    expect({ stdout, told }).toEqual({ stdout: 'code 3\n', told: [expect.stringContaining('parmap: cannot write the results: EFBIG')] })
  })

  test.runIf(process.platform === 'linux')('without an error: a full disk is exit code 3', async () => {
    const { stdout, told } = await bash('parmap map ./tasks.mjs ::: a > /dev/full; echo "code $?"')
    expect({ stdout, told }).toEqual({ stdout: 'code 3\n', told: [expect.stringContaining('parmap: cannot write the results: ENOSPC')] })
  })
})

describe.skipIf(isWindows)('a closed pipe', () => {
  test('ends it silently with 141, also on endless input', async () => {
    const { stdout, stderr } = await bash('yes 1 | parmap map ./tasks.mjs | head -n 2; echo "codes ${PIPESTATUS[*]}"')
    expect({ stdout, stderr }).toEqual({ stdout: '1\n1\ncodes 141 141 0\n', stderr: '' })
  })

  test('stops what runs', async () => {
    const { stdout, stderr } = await bash('{ echo 1; echo 2; } | parmap map ./piped.mjs -b async | true; echo "codes ${PIPESTATUS[*]}"')
    expect({ stdout, stderr }).toEqual({ stdout: 'codes 0 141 0\n', stderr: 'stopped\n' })
  })

  test('of stderr does not end it', async () => {
    const { stdout } = await bash('seq 20000 | { parmap map ./tasks.mjs#length 2>&1 >&3 | true; } 3>&1; echo "codes ${PIPESTATUS[*]}"')
    expect(stdout).toMatch(/codes 0 0\n$/u)
    expect(stdout.startsWith('null\n'.repeat(20_000))).toBe(true)
  })

  test('of the help is no error', async () => {
    expect(await bash('for n in 1 2 3; do parmap map --help | true; done')).toMatchObject({ code: 0, stderr: '' })
  })
})

describe.skipIf(isWindows)('endless input takes no memory', () => {
  // The task tells the size of the heap, garbage collected, every 10,000 items; a third of the others is skipped and a
  // third fails. A megabyte would be twenty-five bytes an item.
  test.each(['-b async', '-b async --unordered', '-b async --halt never', '-b threads --workers 1'])('with flags "%s"', async (flags) => {
    const { stdout } = await bash(`yes 1 | parmap map ./heap.mjs ${flags} 2> /dev/null | grep --line-buffered heap | head -n 5`)
    const heaps = stdout.trim().split('\n').map((line) => (JSON.parse(line) as { readonly heap: number }).heap)
    expect(heaps.length).toBe(5)
    expect(heaps.at(-1)! - heaps[0]!).toBeLessThan(1_000_000)
  })
})
