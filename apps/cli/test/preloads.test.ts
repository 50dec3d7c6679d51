// What Node was told to import, found in what it was told.

import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { preloads } from '../src/preloads.ts'

const url = (name: string): string => pathToFileURL(join(process.cwd(), name)).href

test.each([
  ['nothing', [], '', []],
  ['other options', ['--require', './a.cjs', '--conditions=import'], '--max-old-space-size=99 --enable-source-maps', []],
  ['an option with its value', ['--import=./a.mjs'], '', ['a.mjs']],
  ['a value apart from its option', ['--import', './a.mjs', '--inspect'], '--import ./b.mjs', ['b.mjs', 'a.mjs']],
  ['several', [], '--import=./a.mjs  --no-warnings --import=./b.mjs', ['a.mjs', 'b.mjs']],
  ['quotes', [], String.raw`--import="./with blank.mjs" "--import=./\"a\".mjs"`, ['with blank.mjs', '"a".mjs']],
])('%s', async (_, execArgv, nodeOptions, names) => {
  expect((await preloads(execArgv, nodeOptions)).map((found) => decodeURI(found))).toEqual(names.map((name) => decodeURI(url(name))))
})

test('a package is found as seen from the current folder', async () => {
  expect(await preloads(['--import=vitest'], '')).toEqual([import.meta.resolve('vitest')])
})
