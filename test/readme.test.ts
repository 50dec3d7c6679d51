// Compiles and runs the programs that the readmes and the pages show, and compares what they print with the text that follows them.

import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packageFolders, root } from '../scripts/workspace.mjs'
import { runProgram } from './run-program.ts'

const TSC = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const LONGEST_PROGRAM = 12
/** Pages whose programs are run, beside the readmes. */
const PAGES = ['testing.md', 'tasks.md', 'choosing-a-backend.md'].map((name) => join(root, 'docs', name))
const TSCONFIG = '{ "compilerOptions": { "module": "nodenext", "target": "es2022", "strict": true, "types": [], "outDir": "out" }, "files": ["program.ts"] }'

interface Program {
  readonly source: string
  /** Undefined when nothing follows it. */
  readonly printed: string | undefined
}

function programsIn(readme: string): readonly Program[] {
  const blocks = readme.matchAll(/^```ts\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms)
  return [...blocks].map(([, source = '', printed]) => ({ source, printed }))
}

const readmes = [...[root, ...packageFolders()].map((folder) => join(folder, 'README.md')), ...PAGES].filter((path) => existsSync(path))
const shown = readmes.map((path) => ({ name: relative(root, path), programs: programsIn(readFileSync(path, 'utf8')) }))

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parmap-readme-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'tsconfig.json'), TSCONFIG)
})
afterEach(async () => {
  await rm(join(folder, 'node_modules'))
  await rm(folder, { recursive: true })
})

test('the readmes of the libraries show a program', () => {
  const names = shown.filter(({ programs }) => programs.length > 0).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining([join('packages', 'async', 'README.md'), join('packages', 'core', 'README.md'), join('packages', 'threads', 'README.md'), join('packages', 'processes', 'README.md'), ...PAGES.map((page) => relative(root, page))]))
})

for (const { name, programs } of shown.filter((readme) => readme.programs.length > 0)) {
  describe(`the readme ${name}`, () => {
    test.each(programs)('program %# compiles, and prints what the readme says', async ({ source, printed }) => {
      expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(LONGEST_PROGRAM)
      await writeFile(join(folder, 'program.ts'), source)
      await runProgram(process.execPath, [TSC, '-p', '.'], { cwd: folder })
      expect(await runProgram(process.execPath, ['out/program.js'], { cwd: folder })).toBe(printed)
    })
  })
}
