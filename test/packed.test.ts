// What users get: the tarballs of the packages and of the command line, installed by npm into an empty project, and used
// from there. Needs the npm registry, for what the packages depend on.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pack } from '../scripts/pack.mjs'
import { root } from '../scripts/workspace.mjs'
import { installed } from './installed.ts'
import { runProgram } from './run-program.ts'

const CONSUMER = join(root, 'test', 'fixtures', 'consumer')
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const TSC = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const INSTALL_MS = 300_000
// skipLibCheck off: the packages' own declarations must compile in a project that has nothing else.
const STRICT = { target: 'es2022', strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, types: [], outDir: 'out' }

let folder: string
let library: string
let apart: string
let program: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parmap-packed-'))
  library = await project('library', ['packages/core', 'packages/async'])
  apart = await project('apart', ['packages/core', 'packages/threads', 'packages/processes'])
  program = await project('program', ['packages/core', 'packages/async', 'packages/threads', 'packages/processes', 'apps/cli'])
}, INSTALL_MS)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** An empty project into which npm has installed the tarballs of these packages, with the consumer's files. */
async function project(name: string, packages: readonly string[]): Promise<string> {
  const home = join(folder, name)
  await mkdir(home)
  await writeFile(join(home, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
  const tarballs = []
  for (const path of packages) tarballs.push((await pack(join(root, path), home)).filename)
  await runProgram(NPM, ['install', '--no-audit', '--no-fund', ...tarballs], { cwd: home, shell: process.platform === 'win32' })
  await cp(CONSUMER, home, { recursive: true })
  return home
}

async function compile(options: object): Promise<void> {
  await writeFile(join(library, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files: ['main.ts'] }))
  await runProgram(process.execPath, [TSC, '-p', '.'], { cwd: library })
}

test('core and async bring few packages and few bytes', async () => {
  const { packages, bytes } = await installed(join(library, 'node_modules'))
  console.log(`core and async: ${packages.length} packages (${packages.join(', ')}), ${Math.round(bytes / 1024)} KiB`)
  expect(packages).toEqual(['@parmap/async', '@parmap/core', 'acorn', 'eslint-scope', 'esrecurse', 'estraverse', 'eventemitter3', 'p-queue', 'p-timeout'])
  expect(bytes).toBeLessThan(2 * 1024 * 1024)
})

test('threads and processes bring few packages more', async () => {
  const { packages } = await installed(join(apart, 'node_modules'))
  const own = ['@parmap/core', '@parmap/processes', '@parmap/threads', 'acorn', 'eslint-scope', 'esrecurse', 'estraverse', 'piscina']
  expect(packages.filter((name) => !name.startsWith('@napi-rs/'))).toEqual(own) // the latter is for one platform each, and may be left out
})

test('every package brings its licence and its readme, and asks for published versions only', async () => {
  for (const name of ['core', 'async', 'threads', 'processes', 'cli']) {
    const home = join(program, 'node_modules', '@parmap', name)
    expect(await readFile(join(home, 'LICENSE'), 'utf8')).toContain('MIT License')
    expect(await readFile(join(home, 'README.md'), 'utf8')).toContain(`@parmap/${name}`)
    expect(await readFile(join(home, 'package.json'), 'utf8')).not.toMatch(/"(workspace|catalog):/)
  }
})

test('a TypeScript program compiles strictly with Node resolution, and runs', async () => {
  await compile({ module: 'nodenext' })
  expect(await runProgram(process.execPath, ['out/main.js'], { cwd: library })).toBe(`map [ 2, 4 ]
imap [ '1.0', '2.0', '3.0' ]
defineTask [ 1, 4, 9 ]
importTask [ 16, 25 ]
inlineTask [ 11, 12 ]
settle [ 'fulfilled', 'rejected' ]
error [ 'PARMAP_TASK_FAILED', 0, 'no 1' ]
isWorker false function
`)
})

test('a TypeScript program compiles strictly with a bundler’s resolution', async () => {
  await expect(compile({ module: 'esnext', moduleResolution: 'bundler', noEmit: true })).resolves.toBeUndefined()
})

test('a plain JavaScript program runs', async () => {
  expect(await runProgram(process.execPath, ['main.mjs'], { cwd: library })).toBe(`map [ 'A', 'B' ]
imap [ 2, 3, 4 ]
codes true
`)
})

test('a program maps in threads and in processes', async () => {
  expect(await runProgram(process.execPath, ['apart.mjs'], { cwd: apart })).toBe(`threads [ 'A', 'B' ] [ 'thread', 'thread' ]
processes [ 'A', 'B' ] [ 'process', 'process' ]
`)
})

test('the command line runs from node_modules/.bin', async () => {
  const parmap = join(program, 'node_modules', '.bin', 'parmap')
  const shell = process.platform === 'win32'
  expect(await runProgram(parmap, ['--version'], { cwd: program, shell })).toMatch(/^\d+\.\d+\.\d+\n$/)
  const output = await runProgram(parmap, ['map', './shout.mjs#shout', '--from', 'lines', '--to', 'lines'], { cwd: program, shell, input: 'a\nb\n' })
  expect(output).toBe('A!\nB!\n')
  const found = await runProgram(parmap, ['doctor'], { cwd: program, shell })
  for (const backend of ['threads', 'processes', 'async']) expect(found).toMatch(new RegExp(`^${backend} +works: `, 'm'))
})
