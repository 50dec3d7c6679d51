// How items are told apart: tables, delimiters, groups, and records that are none.

import { describe, expect, test } from 'vitest'
import { bash, parmap } from './support/parmap.ts'

const mapped = (args: readonly string[], input: string | Uint8Array): ReturnType<typeof parmap> => parmap(['map', './tasks.mjs', ...args], { input })

describe('--from csv', () => {
  test('with --header gives objects, quotes and all', async () => {
    const input = '\ufeffname,note\r\n"tea, green","say ""hi"""\r\njam,"two\nlines"\r\n'
    const stdout = '{"name":"tea, green","note":"say \\"hi\\""}\n{"name":"jam","note":"two\\nlines"}\n'
    expect(await mapped(['--from', 'csv', '--header'], input)).toMatchObject({ code: 0, stdout })
  })

  test('without it gives arrays', async () => {
    expect(await mapped(['--from', 'csv'], 'a,b\n1,\n')).toMatchObject({ code: 0, stdout: '["a","b"]\n["1",""]\n' })
  })

  test('a row of another length fails as its item, with its line; the others run', async () => {
    const { code, stdout, told } = await mapped(['--from', 'csv', '--header'], 'a,b\n1,2\n3\n4,5,6\n7,8\n')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '{"a":"1","b":"2"}\n{"a":"7","b":"8"}\n' })
    expect(told.toSorted()).toEqual(['parmap: item 2 (stdin:3): the row has 1 column, the header has 2', 'parmap: item 3 (stdin:4): the row has 3 columns, the header has 2'])
  })

  test('a field that is not UTF-8 fails as its item', async () => {
    const { code, told } = await mapped(['--from', 'csv'], Buffer.from('a,\xff\nb,c\n', 'latin1'))
    expect({ code, told }).toEqual({ code: 1, told: ['parmap: item 1 (stdin:1): the row is not UTF-8'] })
  })

  test('a column named __proto__ is a column', async () => {
    expect(await mapped(['--from', 'csv', '--header'], '__proto__,a\n1,2\n')).toMatchObject({ stdout: '{"__proto__":"1","a":"2"}\n' })
  })

  test.each([
    ['a quote that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', 'as CSV: the quote that opens in line 3 is never closed'],
    ['a quote within a field', 'a,b\n1,2\n\n3,4" long\n5,6\n', 'as CSV: in the row that begins in line 4, a quote stands in a field that does not begin with one'],
    ['more behind a closing quote', 'a,b\n1,2\n3,"4"5\n"6,7"\n', 'as CSV: in the row that begins in line 3, a quoted field goes on behind its closing quote (a quote within it is written twice)'],
  ])('%s is exit code 3, and the rows before it are written', async (_, input, said) => {
    const { code, stdout, told } = await mapped(['--from', 'csv', '--header'], input)
    expect({ code, stdout, told }).toEqual({ code: 3, stdout: '{"a":"1","b":"2"}\n', told: [`parmap: cannot read stdin ${said}`] })
  })

  test.each([
    ['names a column twice', 'a,a\n1,2\n', "its header names 'a' twice"],
    ['is not UTF-8', 'a,\xff\n1,2\n', 'its header is not UTF-8'],
    ['is too long', `${'a'.repeat(99)},b\n1,2\n`, 'its header is too long: 101 bytes'],
  ])('a header that %s is exit code 3', async (_, input, said) => {
    const { code, stdout, told } = await mapped(['--from', 'csv', '--header', '--max-item-bytes', '50'], Buffer.from(input, 'latin1'))
    expect({ code, stdout, told }).toEqual({ code: 3, stdout: '', told: [`parmap: cannot read stdin: ${said}`] })
  })

  test('rows may end as those of Windows, of old Macs, or now so and now so', async () => {
    for (const table of ['a,b\r\n1,2\n3,4', 'a,b\r1,2\r3,4\r']) {
      expect(await mapped(['--from', 'csv', '--header'], table)).toMatchObject({ code: 0, stdout: '{"a":"1","b":"2"}\n{"a":"3","b":"4"}\n' })
    }
  })

  test('thousands of rows come in order', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `${n},x\n`).join('')
    expect(await mapped(['--from', 'csv'], rows)).toMatchObject({ code: 0, stdout: rows.replaceAll(/(\d+),x/gu, '["$1","x"]') })
  })
})

test('--from tsv knows no quotes', async () => {
  expect(await mapped(['--from', 'tsv', '--header'], 'a\tb\n"x\t"y"\n')).toMatchObject({ code: 0, stdout: '{"a":"\\"x","b":"\\"y\\""}\n' })
})

describe('delimiters', () => {
  test('-0 takes what find -print0 gives: newlines are part of names', async () => {
    expect(await mapped(['-0'], 'a\nb\0c\r\0')).toMatchObject({ code: 0, stdout: '"a\\nb"\n"c\\r"\n' })
  })

  test('-d takes text of several characters, and escapes', async () => {
    expect(await mapped(['-d', String.raw`\t::`], 'a\t::b\t:\t::c')).toMatchObject({ code: 0, stdout: '"a"\n"b\\t:"\n"c"\n' })
  })
})

describe('-n', () => {
  test('gives arrays, the last with what is left', async () => {
    expect(await mapped(['-n', '3'], '1\n2\n\n3\n4\n')).toMatchObject({ code: 0, stdout: '[1,2,3]\n[4]\n' })
  })

  test('goes over the ends of files, and past blank lines', async () => {
    expect(await bash('parmap map ./tasks.mjs -n 2 -i <(echo 1) -i <(echo; echo 2; echo 3)')).toMatchObject({ stdout: '[1,2]\n[3]\n' })
  })

  test('fails the whole call for one record that is no item', async () => {
    const { code, stdout, told } = await mapped(['-n', '2'], '1\n{\n3,4\n5\n6\n7\n')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '[6,7]\n' })
    expect(told.toSorted()).toEqual([expect.stringMatching(/^parmap: item 1 \(stdin:1\): number 2 of its items is not JSON/u), expect.stringMatching(/^parmap: item 2 \(stdin:3\): number 1 of its items is not JSON/u)])
  })

  test('takes rows and arguments, too', async () => {
    expect(await mapped(['-n', '2', '--from', 'csv'], 'a,b\nc,d\n')).toMatchObject({ stdout: '[["a","b"],["c","d"]]\n' })
    expect(await mapped(['-n', '2', ':::', 'a', 'b', 'c'], '')).toMatchObject({ stdout: '["a","b"]\n["c"]\n' })
  })
})

describe('--max-item-bytes', () => {
  test('fails longer items unread', async () => {
    const { code, stdout, told } = await mapped(['--from', 'lines', '--max-item-bytes', '3'], 'abc\nabcd\nx\n')
    expect({ code, stdout, told }).toEqual({ code: 1, stdout: '"abc"\n"x"\n', told: ['parmap: item 2 (stdin:2): the line is too long: 4 bytes'] })
  })

  test.each(['csv', 'tsv'])('fails longer rows of %s, with their line; the others run', async (format) => {
    const { code, stdout, told } = await mapped(['--from', format, '--max-item-bytes', '9'], `${'x'.repeat(99)}\na\n${'y'.repeat(10)}\n\nb\nc`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '["a"]\n["b"]\n["c"]\n' })
    expect(told.toSorted()).toEqual(['parmap: item 1 (stdin:1): the row is too long: 99 bytes', 'parmap: item 3 (stdin:3): the row is too long: 10 bytes'])
  })

  test('a quote that is never closed does not fill the memory', async () => {
    const line = `{ printf 'a\nb\n"c\n'; head -c 300000000 /dev/zero; } | parmap map ./tells-memory.mjs --from csv -b async --max-item-bytes 1000000`
    const { code, stdout, told } = await bash(line)
    expect({ code, stdout, told }).toEqual({ code: 3, stdout: '["a"]\n["b"]\n', told: ['parmap: cannot read stdin as CSV: the quote that opens in line 3 is never closed', expect.stringMatching(/^\d+ MiB$/u)] })
    expect(Number.parseInt(told[1]!, 10)).toBeLessThan(200)
  })
})

describe('--on-parse-error', () => {
  const bad = Buffer.from('1\n{\n"\xff"\n4\n', 'latin1')

  test('skip counts them as skipped, and that is no failure', async () => {
    const { code, stdout, stderr } = await mapped(['--on-parse-error', 'skip'], bad)
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n4\n' })
    expect(stderr).toMatch(/^parmap: 2 done, 0 failed, 2 skipped in/u)
  })

  test('stop ends the run with exit code 3, and says where', async () => {
    const { code, stdout, told } = await mapped(['--on-parse-error', 'stop', '-b', 'async', '-j', '1'], bad)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '1\n' })
    expect(told).toEqual([expect.stringMatching(/^parmap: item 2 \(stdin:2\): not JSON/u)])
  })

  test('stop lets the rows before it come to their end', async () => {
    const { code, stdout, told } = await parmap(['map', 'node:util#inspect', '--from', 'csv', '--to', 'lines', '--on-parse-error', 'stop'], { input: 'a,b\nc,d\ne\nf,g\n' })
    expect({ code, stdout, told }).toEqual({ code: 3, stdout: "[ 'a', 'b' ]\n[ 'c', 'd' ]\n", told: ['parmap: item 3 (stdin:3): the row has 1 column, the first has 2'] })
  })

  test('is not about failures of the task', async () => {
    expect(await parmap(['map', './tasks.mjs#notThree', '--on-parse-error', 'skip'], { input: '3\n' })).toMatchObject({ code: 1 })
  })
})

test('an item keeps its place in the input where records before it were no items', async () => {
  const { stdout } = await parmap(['map', './context.mjs#index', '-b', 'async', '--from', 'lines'], { input: Buffer.from('a\n\xff\nb\n', 'latin1') })
  expect(stdout).toBe('0\n2\n')
})
