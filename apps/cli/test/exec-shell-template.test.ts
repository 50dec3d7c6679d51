// Lines of shell with placeholders: a value is one word, byte for byte, and never code. Run by real shells.

import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ItemError } from '../src/errors.ts'
import type { InputShape } from '../src/exec/placeholder.ts'
import { parseShellTemplate } from '../src/exec/shell-template.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const LINES: InputShape = { columns: 1, names: [] }
const PAIRS: InputShape = { perCall: 2, columns: 2, names: [] }

function run(text: string, items: readonly string[], shape = LINES, shell?: string, cwd?: string): string {
  const [sh, ...args] = parseShellTemplate(text, shape).argvOf({ items: items.map((item) => Buffer.from(item)), number: 7, slot: 2 }).map(String)
  return execFileSync(shell ?? sh!, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

// A value that does something wherever it is read as code.
const CODE = ['$(touch pwned)', '`touch pwned`', '; touch pwned', "'; touch pwned; '", '"; touch pwned; "', '\n touch pwned\n', '${x:=$(touch pwned)}', '| touch pwned', '> pwned', '& touch pwned', ') touch pwned', 'a[$(touch pwned)]', '*', '~', '-n', '{}', '\\']

const TEXTS: readonly (readonly [text: string, expected: (value: string) => string])[] = [
  ["printf '[%s]' {}", (value) => `[${value}]`],
  ['printf "[%s]" "{}"', (value) => `[${value}]`],
  ['printf [%s] "a {} b" x{}y', (value) => `[a ${value} b][x${value}y]`],
  ['printf "[%s]" "$(printf "%s." {})" | cat', (value) => `[${value}.]`],
  ['printf "[%s]" "$(printf "%s." "$(printf %s. "{}")")"', (value) => `[${value}..]`],
  ['x={}; (printf [%s] "$x")', (value) => `[${value}]`],
  ['for x in {} {}; do printf "[%s]" "$x"; done', (value) => `[${value}][${value}]`],
  ["# it's {} \"\nprintf [%s] {} # '", (value) => `[${value}]`],
  ['set -- changed; shift; f() { printf "[%s]" {}; }; f other', (value) => `[${value}]`],
  ["printf '[%s]' 'it'\\''s' {}", (value) => `[it's][${value}]`],
  ['case {} in x) printf no;; *) printf "[%s]" {};; esac', (value) => `[${value}]`],
  ['printf "[%s]" "${HOME:+{}}" {}', (value) => `[{}][${value}]`],
  ['printf "[%s]" \\{} "\\${}" {}', (value) => `[{}][\${}][${value}]`],
  ['printf "[%s]" $# $((1<<2)) {}', (value) => `[0][4][${value}]`],
]

describe.each(['/bin/sh', 'bash'])('with %s, a value is one word, whatever is in it, in', (shell) => {
  test.each(TEXTS)('%s', (text, expected) => {
    const cwd = temporaryFolder()
    expect(CODE.map((value) => run(text, [value], LINES, shell, cwd))).toEqual(CODE.map(expected))
    expect(readdirSync(cwd)).toEqual([])
  })
})

describe('a value', () => {
  test('is one word byte for byte, also where it is not UTF-8', () => {
    const all = Buffer.from(Array.from({ length: 255 }, (_, at) => at + 1))
    const [, , script] = parseShellTemplate('printf "%s|" {} "{}"', LINES).argvOf({ items: [all], number: 1, slot: 1 })
    // The bytes by way of a file, as Node's own arguments are text.
    const wrapper = `v=$(printf '${[...all].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}'); sh -c "$0" sh "$v"`
    expect(execFileSync('sh', ['-c', wrapper, script!.toString()]).toString('latin1')).toBe(`${all.toString('latin1')}|`.repeat(2))
  })

  test('is never code, whatever text is put together', () => {
    const piece = fc.constantFrom('{}', '"', "'", '$(', ')', '`', '\\', ' ', '{}', 'printf %s ', '${x:-', '}', '((', '))', '#', ';', '\n', '<<', 'case x in x) ', 'esac', '[', ']', '$', '[[ ', 'true ')
    const cwd = temporaryFolder()
    const attempt = (text: string): string => {
      try {
        return run(text, ['a[$(touch pwned)];`touch pwned`;$(touch pwned)\n touch pwned; "\'; touch pwned'], LINES, 'bash', cwd)
      } catch (error) {
        return String(error) // refused, or no shell's grammar
      }
    }
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        attempt(pieces.join(''))
        expect(readdirSync(cwd).filter((name) => name === 'pwned')).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('with a NUL byte is an error of its item', () => {
    expect(() => run('echo {}', ['a\0'])).toThrow(new ItemError('it has a NUL byte, which no argument of a command can have', 'input'))
  })
})

describe('with several items per call', () => {
  test('{} is one word for each, {1} the first', () => {
    expect(run('printf "[%s]" {};printf "(%s)" "{2}" {1}', ['a b', 'c'], PAIRS)).toBe('[a b][c](c)(a b)')
  })

  test.each(['echo "{}"', 'echo x{}', 'echo {}{}'])('%s is refused', (text) => {
    expect(() => parseShellTemplate(text, PAIRS)).toThrow("'{}' stands for 2 items, and so must be a word of its own")
  })
})

describe('refused before anything runs, as the value would not stay a word:', () => {
  test.each([
    ["awk '{print {}}'", "'{}' in --shell cannot stand between single quotes"],
    ['echo `ls {}`', "'{}' in --shell cannot stand between backquotes"],
    ['echo "`ls {}`"', "'{}' in --shell cannot stand between backquotes"],
    ['echo $(( {} + 1 ))', "'{}' in --shell cannot stand in arithmetic"],
    ['echo "$(( (1 + {}) ))"', "'{}' in --shell cannot stand in arithmetic"],
    ['(( {} )) && echo', "'{}' in --shell cannot stand in arithmetic"],
    ['[[ {} -eq 1 ]] && echo', "'{}' in --shell cannot stand beside [[ ]]"],
    ['a[{}]=1', "'{}' in --shell cannot stand in what may be a subscript"],
    ['a["{}"]=1', "'{}' in --shell cannot stand in what may be a subscript"],
    ["echo $'its' {}", "'{}' in --shell cannot stand beside $'…'"],
    ['cat <<end\n{}\nend\n', "'{}' in --shell cannot stand after <<"],
    ['echo "$(case x in x) echo {};; esac)"', "'{}' in --shell cannot stand beside a case inside of"],
    ['echo "${x:-"a"}" {}', "'{}' in --shell cannot stand beside quotes inside of"],
    ["echo {} 'a", "the text of --shell has a ' without its other half"],
    ['echo "{}', 'the text of --shell has a " without its other half'],
    ['echo $(ls {}', 'the text of --shell has a ( without its other half'],
    ['echo {} `ls', 'the text of --shell has a ` without its other half'],
    ['echo {} ${x', 'the text of --shell has a ${ without its other half'],
    ['echo {name}', "unknown placeholder '{name}'"],
    ['date', 'the text of --shell has no placeholder: write {} where the item is to stand'],
    ['echo \\{}', 'the text of --shell has no placeholder'],
  ])('%s', (text, said) => {
    expect(() => parseShellTemplate(text, LINES)).toThrow(said)
  })
})
