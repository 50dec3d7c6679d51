// Commands with placeholders: which there are, what they become, and that values are never looked at.

import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ItemError } from '../src/errors.ts'
import type { Call, InputShape } from '../src/exec/placeholder.ts'
import { parseTemplate } from '../src/exec/template.ts'
import { split } from './support/real-shell.ts'

const LINES: InputShape = { columns: 1, names: [] }
const OBJECTS: InputShape = { columns: undefined, names: undefined }

function call(items: readonly string[], more: Partial<Call> = {}): Call {
  return { items: items.map((item) => Buffer.from(item)), number: 7, slot: 2, ...more }
}

function fill(words: readonly string[], items: readonly string[], shape = LINES, more?: Partial<Call>): string[] {
  return parseTemplate(words, shape).argvOf(call(items, more)).map(String)
}

describe('a placeholder', () => {
  test.each([
    ['{}', 'a/b.c'],
    ['{.}', 'a/b'],
    ['{/}', 'b.c'],
    ['{//}', 'a'],
    ['{/.}', 'b'],
    ['{#}', '7'],
    ['{%}', '2'],
    ['{1}', 'a/b.c'],
    ['-o{.}.png', '-oa/b.png'],
    ['{}{#}{}', 'a/b.c7a/b.c'],
    ['{{}}', '{a/b.c}'],
  ])('%s of the 7th item a/b.c in slot 2 is %s', (word, expected) => {
    expect(fill(['cp', word], ['a/b.c'])).toEqual(['cp', expected])
  })

  test.each(['{ }', '{print $1}', '{2,3}', '{..}', '{-1}', '{a-b}', '{a,b}', '{', '}', '}{', '${}', '${name}', '${1}', '${x:-{}}', '{"a":1}', '{?}'])('%s is none', (word) => {
    expect(fill(['echo', word], ['item'])).toEqual(['echo', word, 'item'])
  })

  test('may be the command, or a part of it', () => {
    expect(fill(['./{}', '--version'], ['tool'])).toEqual(['./tool', '--version'])
  })

  test('of a column is that of the item', () => {
    const columns = ['x', 'y'].map((value) => Buffer.from(value))
    expect(fill(['echo', '{2}-{1}', '{}'], ['x,y'], { columns: 2, names: [] }, { columns })).toEqual(['echo', 'y-x', 'x,y'])
  })

  test('of a name is the value with that name', () => {
    const field = (name: string): Buffer | undefined => ({ größe: Buffer.from('9'), _id: Buffer.from('k') })[name]
    expect(fill(['echo', '{größe}{_id}'], ['{}'], OBJECTS, { field })).toEqual(['echo', '9k'])
  })

  test('that no item can fill is refused before there is one', () => {
    expect(() => parseTemplate(['awk', '{print}'], LINES)).toThrow("unknown placeholder '{print}' in the command: the items have no names. With a space, as in '{ print }', it is no placeholder.")
    expect(() => parseTemplate(['cp', '{nmae}'], { columns: 2, names: ['id', 'name'] })).toThrow("unknown placeholder '{nmae}' in the command: there is {id}, {name}.")
    expect(() => parseTemplate(['cp', '{2}'], LINES)).toThrow("unknown placeholder '{2}' in the command: there is no more than {1}.")
    expect(() => parseTemplate(['cp', '{3}'], { columns: 2, names: [] })).toThrow("unknown placeholder '{3}' in the command: there are no more than 2 columns.")
    expect(() => parseTemplate(['cp', '{0}'], OBJECTS)).toThrow("unknown placeholder '{0}' in the command: columns count from {1}.")
    expect(() => parseTemplate(['cp', '{3}'], { perCall: 2, columns: 2, names: [] })).toThrow('a call has at most 2 items.')
  })

  test('that an item cannot fill is an error of that item', () => {
    const template = parseTemplate(['cp', '{id}', '{2}'], OBJECTS)
    expect(() => template.argvOf(call(['{}'], { field: () => undefined }))).toThrow(new ItemError('nothing to put in place of {id}: it has no such value', 'input'))
    expect(() => template.argvOf(call(['a'], { field: () => Buffer.from('1') }))).toThrow(new ItemError('nothing to put in place of {2}: it has 1', 'input'))
  })
})

describe('without any placeholder', () => {
  test('the item becomes the last argument', () => {
    expect(fill(['gzip', '-9'], ['-n'])).toEqual(['gzip', '-9', '-n'])
  })

  test('all items of a call become the last arguments', () => {
    expect(fill(['gzip', '-9'], ['a', 'b'], { perCall: 3, columns: 3, names: [] })).toEqual(['gzip', '-9', 'a', 'b'])
  })
})

describe('with several items per call', () => {
  const shape: InputShape = { perCall: 2, columns: 2, names: [] }

  test('{} and the parts of paths are one argument for each item', () => {
    expect(fill(['cat', '{}', '--', '{/.}', '{#}'], ['a/b.c', 'd'], shape)).toEqual(['cat', 'a/b.c', 'd', '--', 'b', 'd', '7'])
  })

  test('{1} and {2} are the first and the second', () => {
    expect(fill(['mv', '{1}', 'to-{2}'], ['a', 'b'], shape)).toEqual(['mv', 'a', 'to-b'])
  })

  test('a word with more than {} in it is refused', () => {
    expect(() => parseTemplate(['cp', 'x{}'], shape)).toThrow("'{}' stands for 2 items, and so must be a word of its own: with -n, {1} is the first item of a call")
  })

  test('a last call that has too few is an error of that call', () => {
    expect(() => fill(['mv', '{1}', '{2}'], ['a'], shape)).toThrow(new ItemError('nothing to put in place of {2}: it has 1', 'input'))
  })
})

describe('values', () => {
  test('with a NUL byte are an error of their item', () => {
    expect(() => fill(['echo'], ['a\0b'])).toThrow(new ItemError('it has a NUL byte, which no argument of a command can have', 'input'))
  })

  test('that look like placeholders stay what they are, as does every byte', () => {
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('{}./#%1a$')), fc.integer({ min: 1, max: 255 }))
    const value = fc.array(byte, { maxLength: 6 }).map((bytes) => Buffer.from(bytes))
    const template = parseTemplate(['{}', '{1}={}', '{}{.}'], { columns: 1, names: [] })
    fc.assert(
      fc.property(value, (item) => {
        const path = item.toString('latin1')
        const stem = path.replace(/\.[^./]*$/u, '')
        const words = template.argvOf({ items: [item], number: 1, slot: 1 }).map((word) => word.toString('latin1'))
        expect(words).toEqual([path, `${path}=${path}`, path + stem])
      }),
      { numRuns: 2_000 },
    )
  })

  test('arrive in a real command', () => {
    const item = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0'))
    const template = parseTemplate(['/usr/bin/printf', String.raw`%s\0`, '{}', 'a{}b', '{1}{}'], LINES)
    fc.assert(
      fc.property(item, (text) => {
        const [command, ...args] = template.argvOf(call([text])).map(String)
        expect(split(execFileSync(command!, args)).map(String)).toEqual([text, `a${text}b`, text + text])
      }),
      { numRuns: 100 },
    )
  })
})
