// Programs of the system are known by their answers, not by their names.

import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findProgram, ourProgram } from '../src/programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

function written(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
  return file
}

const other = written('other', 'echo "usage: other" >&2; exit 1')
const wanted = written('wanted', 'echo "wanted $1 1.2.3"')

test('the first file with the right answer is the program, with the version that it tells', () => {
  const answer = /^wanted --version (\S+)/
  expect(findProgram({ name: 'one', files: ['/no/such/file', other, wanted], answer })).toEqual({ file: wanted, version: '1.2.3' })
})

test('it may be asked in its own way, and may answer on stderr, with an error, and without a version', () => {
  expect(findProgram({ name: 'two', files: [wanted], question: ['-v'], answer: /-v (\S+)/ })).toEqual({ file: wanted, version: '1.2.3' })
  expect(findProgram({ name: 'three', files: [other], answer: /^usage: other/ })).toEqual({ file: other, version: 'that tells no version' })
})

test('a file of the same name that is another program is not it', () => {
  expect(findProgram({ name: 'four', files: [other], answer: /^wanted/ })).toBeUndefined()
})

test('the program parmap is the one of the workspace', () => {
  expect(execFileSync(process.execPath, [ourProgram(), '--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/)
})
