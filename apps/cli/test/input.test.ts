// What becomes an item, and what is said of input that does not.

import { describe, expect, test } from 'vitest'
import { bash, parmap } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const NOT_UTF8 = Buffer.from([0x61, 0xff, 0x62])

describe('--from ndjson', () => {
  test('reads a JSON value a line; blank lines are none, but count as lines', async () => {
    const { code, stdout, told } = await parmap(['map', './tasks.mjs'], { input: '{"a":[1]}\n\n  \r\n"x"\r\nnull\n{oops}\n1.5' })
    expect(stdout).toBe('{"a":[1]}\n"x"\nnull\n1.5\n')
    expect(told).toEqual([expect.stringMatching(/^parmap: item 4 \(stdin:6\): not JSON: .+/u)])
    expect(code).toBe(1)
  })

  test('a byte order mark at the beginning is no part of the first item', async () => {
    expect(await parmap(['map', './tasks.mjs'], { input: '\ufeff1\n2\n' })).toMatchObject({ code: 0, stdout: '1\n2\n' })
  })
})

describe('--from lines', () => {
  test('reads each line as a string: blank ones too, without its line end, the last one also without', async () => {
    const { code, stdout } = await parmap(['map', './tasks.mjs', '--from', 'lines'], { input: ' a \n\nb\r\nc\r\r\nd\re\nf' })
    expect(stdout.trim().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([' a ', '', 'b', 'c\r', 'd\re', 'f'])
    expect(code).toBe(0)
  })

  test('a line that is not UTF-8 fails as an item; the rest goes on', async () => {
    const input = Buffer.concat([Buffer.from('één\n'), NOT_UTF8, Buffer.from('\n🦊\n')])
    const { code, stdout, told } = await parmap(['map', './tasks.mjs', '--from', 'lines', '--to', 'lines'], { input })
    expect({ code, stdout, told }).toEqual({ code: 1, stdout: 'één\n🦊\n', told: ['parmap: item 2 (stdin:2): the line is not UTF-8'] })
  })

  test('a line of ten million characters is one item', async () => {
    const input = `${'ä'.repeat(10_000_000)}\nb\n`
    expect(await parmap(['map', './tasks.mjs#length', '--from', 'lines'], { input })).toMatchObject({ code: 0, stdout: '10000000\n1\n' })
  })
})

describe('--from json', () => {
  test('reads one array, whose elements are the items', async () => {
    const { code, stdout, told } = await parmap(['map', './tasks.mjs#notThree', '--from', 'json'], { input: ' [1, 2,\n 3, [4]]\n' })
    expect({ code, stdout, told }).toMatchObject({ code: 1, stdout: '1\n2\n[4]\n', told: [expect.stringContaining('item 3 (stdin, element 3): TypeError: three is bad')] })
  })

  test('an empty array is no items', async () => {
    expect(await parmap(['map', './tasks.mjs', '--from', 'json'], { input: '[]' })).toMatchObject({ code: 0, stdout: '' })
  })

  test.each([
    ['nothing', '', /^parmap: cannot read stdin as JSON: .+/u],
    ['half an array', '[1, 2', /^parmap: cannot read stdin as JSON: .+/u],
    ['lines of JSON', '1\n2\n', /^parmap: cannot read stdin as JSON: .+/u],
    ['an object', '{}', /^parmap: cannot read stdin as items: expected one JSON array, got an object$/u],
    ['null', 'null', /^parmap: cannot read stdin as items: expected one JSON array, got null$/u],
    ['bytes that are not UTF-8', NOT_UTF8, /^parmap: cannot read stdin as JSON: it is not UTF-8$/u],
  ])('%s is an input that cannot be read: exit code 3', async (_, input, said) => {
    const { code, stdout, told } = await parmap(['map', './tasks.mjs', '--from', 'json'], { input })
    expect({ code, stdout, told }).toEqual({ code: 3, stdout: '', told: [expect.stringMatching(said)] })
  })
})

describe('items after :::', () => {
  test('are strings, also those that look like flags or are empty', async () => {
    const { code, stdout } = await parmap(['map', './tasks.mjs', ':::', '1', '-j', '--help', '', ':::'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '"1"\n"-j"\n"--help"\n""\n":::"\n' })
  })

  test('are all there is: stdin is not read', async () => {
    expect(await parmap(['map', './tasks.mjs', ':::', 'a'], { input: '"b"\n' })).toMatchObject({ code: 0, stdout: '"a"\n' })
  })

  test('may be none', async () => {
    expect(await parmap(['map', './tasks.mjs', ':::'], { input: '"b"\n' })).toMatchObject({ code: 0, stdout: '' })
  })

  test('may come with --from lines, which says the same', async () => {
    expect(await parmap(['map', './tasks.mjs', '--from', 'lines', ':::', 'a'])).toMatchObject({ code: 0, stdout: '"a"\n' })
  })

  test.skipIf(process.platform === 'win32')('that are not UTF-8 fail: Node has replaced their bytes', async () => {
    const { code, stdout, told } = await bash(String.raw`parmap map ./tasks.mjs ::: a $'b\xff' c`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '"a"\n"c"\n' })
    expect(told).toEqual([expect.stringMatching(/^parmap: item 2 \(.*\): the argument is not UTF-8/u)])
  })
})

describe('-i', () => {
  test('reads files one after the other, - for stdin, and names them in messages', async () => {
    const cwd = temporaryFolder({ 'a.ndjson': '1\n2', 'b.ndjson': '\n3\n{\n', 'task.mjs': 'export default (n) => n\n' })
    const { code, stdout, told } = await parmap(['map', './task.mjs', '-j', '1', '-i', 'a.ndjson', '-i', '-', '--input', 'b.ndjson'], { cwd, input: '9\n}' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '1\n2\n9\n3\n' })
    expect(told).toEqual([expect.stringMatching(/^parmap: item 4 \(stdin:2\): not JSON/u), expect.stringMatching(/^parmap: item 6 \(b\.ndjson:3\): not JSON/u)])
  })

  test('reads a JSON array from each file', async () => {
    const cwd = temporaryFolder({ 'a.json': '[1,2]', 'b.json': '[3]', 'task.mjs': 'export default (n) => n\n' })
    expect(await parmap(['map', './task.mjs', '--from', 'json', '-i', 'a.json', '-i', 'b.json'], { cwd })).toMatchObject({ code: 0, stdout: '1\n2\n3\n' })
  })

  test.skipIf(process.platform === 'win32')('reads pipes', async () => {
    expect(await bash('parmap map ./tasks.mjs -i <(echo 1) -i <(echo 2)')).toMatchObject({ code: 0, stdout: '1\n2\n' })
  })

  test.skipIf(process.platform === 'win32')('reads a pipe to its end, whatever is collected as garbage meanwhile', async () => {
    const { code, stdout, told } = await bash('parmap map ./collects.mjs -b async -i <(seq 100000) | tail -n 1')
    expect({ code, stdout, told }).toEqual({ code: 0, stdout: '100000\n', told: [] })
  })

  test.skipIf(process.platform === 'win32')('does not wait for a pipe that nobody reads on', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (n) => { throw new Error(n) }\n' })
    // The writer of the pipe ends only when it is told that parmap has ended.
    const line = 'mkfifo in done; { echo 1; cat done; } > in & parmap map ./task.mjs -i in --halt now,fail=1; echo "code $?"; echo > done; wait'
    expect(await bash(line, { cwd })).toMatchObject({ code: 0, stdout: 'code 5\n' })
  })

  test.each([
    ['that is not there', 'nowhere', /^parmap: cannot read nowhere: ENOENT/u],
    ['that is a folder', '.', /^parmap: cannot read \.: it is a directory$/u],
  ])('with a file %s exits 3 before anything runs', async (_, file, said) => {
    const cwd = temporaryFolder({ 'a.ndjson': '1\n', 'task.mjs': 'export default (n) => n\n' })
    const { code, stdout, told } = await parmap(['map', './task.mjs', '-i', 'a.ndjson', '-i', file], { cwd })
    expect({ code, stdout, told }).toEqual({ code: 3, stdout: '', told: [expect.stringMatching(said)] })
  })

  test.skipIf(process.platform === 'win32')('stdin that is a folder is no empty input', async () => {
    expect(await bash('parmap map ./tasks.mjs < /')).toMatchObject({ code: 3, told: ['parmap: cannot read stdin: it is a directory'] })
  })

  test('a file that becomes unreadable ends the run after the items before it', async () => {
    const cwd = temporaryFolder({ 'a.ndjson': '1\n', 'b.ndjson': '2\n', 'task.mjs': "import { rmSync } from 'node:fs'\nexport default (n) => { rmSync('b.ndjson', { force: true }); return n }\n" })
    const { code, stdout, told } = await parmap(['map', './task.mjs', '-j', '1', '-i', 'a.ndjson', '-i', 'b.ndjson'], { cwd })
    expect({ code, stdout, told }).toEqual({ code: 3, stdout: '1\n', told: [expect.stringMatching(/^parmap: cannot read b\.ndjson: ENOENT/u)] })
  })
})

describe('no items', () => {
  test('is all well', async () => {
    expect(await parmap(['map', './tasks.mjs'], { input: '' })).toMatchObject({ code: 0, stdout: '', told: [] })
  })
})
