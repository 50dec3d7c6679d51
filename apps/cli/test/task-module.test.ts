// Which modules and exports can be run, and what is said of those that cannot: exit code 4, and nothing has been read.

import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FIXTURES, parmap, start, ended } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const STRIPS_TYPES = Boolean((process.features as { readonly typescript?: string | false }).typescript)
const DOUBLE = 'export const double = (n) => n * 2\nexport default double\n'

describe('a task is named by', () => {
  test.each([
    ['a relative path', './tasks.mjs'],
    ['a relative path without a dot', 'tasks.mjs'],
    ['an absolute path', join(FIXTURES, 'tasks.mjs')],
    ['a file: URL', pathToFileURL(join(FIXTURES, 'tasks.mjs')).href],
    ['its export', './tasks.mjs#default'],
  ])('%s', async (_, reference) => {
    expect(await parmap(['map', reference], { input: '7\n' })).toMatchObject({ code: 0, stdout: '7\n' })
  })

  test('an export of a CommonJS module', async () => {
    expect(await parmap(['map', './common.cjs#double'], { input: '7\n' })).toMatchObject({ code: 0, stdout: '14\n' })
  })

  test('a package of the current folder, also one that only import can see', async () => {
    const cwd = temporaryFolder({
      'node_modules/@shop/prices/package.json': '{ "name": "@shop/prices", "exports": { ".": { "import": "./main.mjs" }, "./more": "./main.mjs" } }',
      'node_modules/@shop/prices/main.mjs': DOUBLE,
    })
    for (const reference of ['@shop/prices', '@shop/prices#double', '@shop/prices/more#double']) {
      expect(await parmap(['map', reference], { cwd, input: '7\n' })).toMatchObject({ code: 0, stdout: '14\n' })
    }
  })

  test('a module of Node itself', async () => {
    for (const reference of ['node:path#dirname', 'path#dirname']) {
      expect(await parmap(['map', reference, ':::', 'a/b'])).toMatchObject({ code: 0, stdout: '"a"\n' })
    }
  })

  test.each([
    ['a task with its data', './defined.mjs#dashed', '"a-dash"'],
    ['a task with data of its own', './defined.mjs#defaulted', '"a1"'],
    ['an imported task', './defined.mjs#referred', '1'],
    ['a task that another module defines', './re-exported.mjs#oddOnly', '"a"'],
    ['a task under another name than its own', './defined.mjs#alias', '"a1"'],
  ])('an export that is %s', async (_, reference, written) => {
    expect(await parmap(['map', reference, ':::', 'a'])).toMatchObject({ code: 0, stdout: `${written}\n` })
  })

  test('a path with # in a folder', async () => {
    const cwd = temporaryFolder({ 'c#/a#b.mjs': DOUBLE })
    for (const reference of ['c#/a#b.mjs', './c#/a#b.mjs#double']) {
      expect(await parmap(['map', reference], { cwd, input: '7\n' })).toMatchObject({ code: 0, stdout: '14\n' })
    }
  })

  test('a path through a symbolic link, also where the task knows its own module', async () => {
    const cwd = temporaryFolder()
    symlinkSync(FIXTURES, join(cwd, 'linked'))
    expect(await parmap(['map', './linked/defined.mjs#oddOnly'], { cwd, input: '1\n2\n3\n' })).toMatchObject({ code: 0, stdout: '1\n3\n' })
  })

  test('a module that imports a package through a symbolic link, while stdin is a pipe', async () => {
    const cwd = temporaryFolder({
      'task.mjs': "export default async () => (await import('outer')).default\n",
      'store/node_modules/outer/index.js': "module.exports = require('inner')\n",
      'store/node_modules/inner/index.js': 'module.exports = 7\n',
      'node_modules/empty': '',
    })
    symlinkSync(join('..', 'store', 'node_modules', 'outer'), join(cwd, 'node_modules', 'outer'), 'dir')
    expect(await parmap(['map', './task.mjs'], { cwd, input: '1\n' })).toMatchObject({ code: 0, stdout: '7\n' })
  })

  test.runIf(STRIPS_TYPES)('a TypeScript file, where Node strips types', async () => {
    expect(await parmap(['map', './typed.ts'], { input: '{"price":2,"count":3}\n' })).toMatchObject({ code: 0, stdout: '6\n' })
  })

  test.skipIf(STRIPS_TYPES)('no TypeScript file, where Node does not strip types: what to do instead is said', async () => {
    const { code, stderr } = await parmap(['map', './typed.ts'], { input: '{"price":2,"count":3}\n' })
    expect(stderr).toContain(`parmap: cannot load './typed.ts': Node ${process.version} does not run TypeScript files\nUse Node 22.18, 23.6 or newer;`)
    expect(code).toBe(4)
  })
})

describe('exit code 4, with the reason, for', () => {
  test.each([
    ['a file that is not there', './nowhere.mjs', "cannot load './nowhere.mjs': there is no file "],
    ['a folder', './', "cannot load './': "],
    ['a package that is not there', 'no-such-package', "cannot load 'no-such-package': there is no such file in this folder, and no such package"],
    ['a URL that is no file', 'https://example.org/task.mjs', "cannot load 'https://example.org/task.mjs': expected a file, a file: URL or the name of a package"],
    ['a module that Node has not', 'node:nothing#f', `cannot load 'node:nothing': Node ${process.version} has no such module`],
    ['a task whose setup takes data', './defined.mjs#joined', 'the setup of the task `joined` takes data, and `parmap map` has none to give: name an export that is `joined.with(…)`'],
    ['a task with data that no worker could find', './defined.mjs#shown', 'that export was defined as `hidden`'],
    ['a file: URL that is no path', 'file://elsewhere/task.mjs', "cannot load 'file://elsewhere/task.mjs': "],
    ['an export that is not there', './tasks.mjs#notTree', 'No task `notTree` in file://'],
    ['an export that is no function', './tasks.mjs#notAFunction', 'that export is no function but number'],
    ['a module without a default', './defined.mjs', 'Write the one to run after #: parmap map ./defined.mjs#NAME'],
    ['a module that throws', './throws.mjs', 'not today'],
    ['a setup that throws, with its place', './defined.mjs#unready', 'The setup of the task `unready` failed: no database at defined.mjs:'],
  ])('%s', async (_, reference, said) => {
    const { code, stdout, stderr } = await parmap(['map', reference], { input: '1\n' })
    expect(stderr).toContain(said)
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  })

  test('a module that never finishes loading, on the event loop', async () => {
    const { code, stdout, stderr } = await parmap(['map', './never.mjs', '-b', 'async'], { input: '1\n' })
    expect(stderr).toContain('it waits at its top level for something that never comes')
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  })

  test.each(['threads', 'processes'])('a module that ends its worker, on %s', async (backend) => {
    const { code, stdout, told } = await parmap(['map', './kills.mjs', '-b', backend], { input: '1\n' })
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(told).toContainEqual(expect.stringMatching(/^parmap: cannot load '\.\/kills\.mjs': was lost: its worker (?:thread|process)-\d+ exited with code 1: Error: too late at kills\.mjs:/u))
  })

  test('a syntax error, with its place in the file', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'export default (item) => {\n  return item +\n}\n' })
    const { code, stderr } = await parmap(['map', './task.mjs'], { cwd })
    expect(stderr).toMatch(/^parmap: cannot load '\.\/task\.mjs':\n.*task\.mjs:3\n\}\n\^\n+SyntaxError: Unexpected token '\}'\n$/u)
    expect(code).toBe(4)
  })

  test('a syntax error in a module that it imports', async () => {
    const cwd = temporaryFolder({ 'task.mjs': "import './other.mjs'\n", 'other.mjs': '}' })
    const { code, stderr } = await parmap(['map', './task.mjs'], { cwd })
    expect(stderr).toMatch(/^parmap: cannot load '\.\/task\.mjs': SyntaxError: Unexpected token '\}' in a module that it imports\n/u)
    expect(code).toBe(4)
  })

  test('an error while it is loaded: said once, with the lines of its stack that are the user\'s', async () => {
    const cwd = temporaryFolder({
      'task.mjs': "import { connect } from './other.mjs'\nconnect()\n",
      'other.mjs': "export const connect = () => { throw new RangeError('not today', { cause: new Error('holiday') }) }\n",
    })
    const { code, stderr } = await parmap(['map', './task.mjs'], { cwd })
    expect(stderr).toMatch(/^parmap: cannot load '\.\/task\.mjs': RangeError: not today: holiday\n {4}at connect .*other\.mjs:1:38\)\n {4}at .*task\.mjs:2:1\n$/u)
    expect(code).toBe(4)
  })

  test('a module that ends the process while it is loaded', async () => {
    const cwd = temporaryFolder({ 'task.mjs': 'process.exit(0)\n' })
    const { code, stderr } = await parmap(['map', './task.mjs'], { cwd })
    expect(stderr).toContain('process.exit(0) was called')
    expect(code).toBe(4)
  })

  test('a wrong name with no items at all', async () => {
    expect(await parmap(['map', './tasks.mjs#nope'], { input: '' })).toMatchObject({ code: 4 })
    expect(await parmap(['map', './tasks.mjs#nope', ':::'])).toMatchObject({ code: 4 })
  })

  test('a wrong name without waiting for input', async () => {
    const child = start(['map', './tasks.mjs#nope']) // its stdin stays open
    expect(await ended(child)).toMatchObject({ code: 4 })
  })
})

describe('a state that a task has', () => {
  test('is set up once and torn down at the end', async () => {
    const { code, stdout, told } = await parmap(['map', './defined.mjs#counted', '--to', 'lines', '-j', '1', ':::', 'a', 'b', 'c'])
    expect({ code, stdout, told }).toEqual({ code: 0, stdout: 'a1\nb2\nc3\n', told: ['torn down after 3'] })
  })

  test('whose teardown waits on the event loop for something that never comes is an error, too, and the task is to blame', async () => {
    const { code, stdout, told } = await parmap(['map', './lingering.mjs#teardown', '-b', 'async', ':::', 'a'])
    expect({ code, stdout, told }).toEqual({
      code: 1,
      stdout: '"a"\n',
      told: ['tearing down', 'parmap: the teardown of the task waits for something that never comes'],
    })
  })

  test('that cannot be torn down after a signal is told, too', async () => {
    const { signal, told } = await parmap(['map', './defined.mjs#badEndInterrupted', ':::', 'a'])
    expect({ signal, told }).toEqual({ signal: 'SIGINT', told: expect.arrayContaining([expect.stringContaining('the teardown of the task failed: Error: could not flush')]) as unknown })
  })

  test('that cannot be torn down is an error, after all results', async () => {
    const { code, stdout, stderr } = await parmap(['map', './defined.mjs#badEnd'], { input: '1\n2\n' })
    expect(stderr).toMatch(/^parmap: the teardown of the task failed: Error: could not flush\n {4}at .*defined\.mjs:\d+:\d+\)?\nparmap: 2 done/u)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '1\n2\n' })
  })
})
