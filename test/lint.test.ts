// Proves that the repository's lint settings catch what they are there for: each fault is seeded into a workspace with
// the real settings, on the lines that end in `// seeded`, and exactly those lines must be found.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lint, type Finding } from './lint.ts'
import { deleteWorkspace, seedWorkspace } from './seeded-workspace.ts'

/** Title of the test → the faulty file, beside what it imports. */
const floating: Readonly<Record<string, readonly [path: string, source: string]>> = {
  'an inferred promise of an imported function': ['packages/threads/src/imported.ts', `
import { load } from './load.ts'
load() // seeded
await load()
`],
  'the overload that gives a promise': ['packages/threads/src/overload.ts', `
function read(path: string, mode: 'now'): string
function read(path: string, mode: 'later'): Promise<string>
function read(path: string, mode: 'now' | 'later'): string | Promise<string> {
  return mode === 'now' ? path : Promise.resolve(path)
}
read('a', 'now')
read('a', 'later') // seeded
await read('a', 'later')
`],
  'a thenable behind a type alias': ['packages/threads/src/thenable.ts', `
type Later<T> = PromiseLike<T>
declare function find(): Later<number>
find() // seeded
await find()
`],
  'an async callback where nobody awaits it': ['packages/threads/src/callback.ts', `
declare function save(item: number): Promise<void>
;[1, 2].forEach(async (item) => { await save(item) }) // seeded
await Promise.all([1, 2].map(async (item) => { await save(item) }))
`],
  'a run of parmap': ['packages/threads/src/run.ts', `
import { map } from '@parmap/async'
map(async (n: number) => n, [1, 2]) // seeded
await map(async (n: number) => n, [1, 2])
`],
}

const arrows: Readonly<Record<string, readonly [path: string, source: string]>> = {
  'core knows no other package of ours': ['packages/core/src/backend.ts', `
export { map } from '@parmap/async' // seeded
export type { AsyncOptions } from '@parmap/async' // seeded
export type { Task } from './task.ts'
`],
  'core has no Node built-ins': ['packages/core/src/engine/files.ts', `
export { readFile } from 'node:fs/promises' // seeded
export { join } from 'path' // seeded
export type { Task } from '../task.ts'
`],
  'core has no dependencies beside its parser': ['packages/core/src/parse.ts', `
export { parse } from 'acorn' // seeded
export { parseArgs } from 'commander' // seeded
`],
  'only the inline entry of core reaches the parser': ['packages/core/src/create-executor.ts', `
export { inlineTask } from './inline.ts' // seeded
export { freeVariables } from './inline/free-variables.ts' // seeded
`],
  'not even from a folder of core': ['packages/core/src/engine/run.ts', `
export { inlineTask } from '../inline.ts' // seeded
export { freeVariables } from '../inline/free-variables.ts' // seeded
`],
  'the other entries of core do not reach the simulations': ['packages/core/src/index.ts', `
export { simulatedExecutor } from './testing.ts' // seeded
export { seeded } from './testing/seeded.ts' // seeded
`],
  'the testing entry of core only re-exports': ['packages/core/src/testing.ts', `
export { simulatedExecutor } from './testing/simulated-executor.ts'
export { createExecutor } from './create-executor.ts' // seeded
export { setTimeout } from 'node:timers/promises' // seeded
`],
  'the inline entry of core has a parser and nothing else': ['packages/core/src/inline.ts', `
export { parse } from 'acorn'
export { freeVariables } from './inline/free-variables.ts'
export { map } from '@parmap/async' // seeded
export { readFile } from 'node:fs/promises' // seeded
`],
  'the files behind the inline entry likewise': ['packages/core/src/inline/free-variables.ts', `
export { parse } from 'acorn'
export type { Task } from '../task.ts'
export { fullAncestor } from 'acorn-walk' // seeded
`],
  'the event loop has core and p-queue': ['packages/async/src/rate-limit.ts', `
export { createExecutor } from '@parmap/core'
export { runBatch } from '@parmap/core/worker'
export { default as PQueue } from 'p-queue'
export type { AsyncOptions } from './options.ts'
export { threadExecutor } from '@parmap/threads' // seeded
export { setTimeout } from 'node:timers/promises' // seeded
export { default as pLimit } from 'p-limit' // seeded
`],
  'a backend knows no other backend': ['packages/processes/src/backend.ts', `
export { createExecutor } from '@parmap/core'
export { runBatch } from '@parmap/core/worker'
export { fork } from 'node:child_process'
export { threadExecutor } from '@parmap/threads' // seeded
export const lazily = () => import('@parmap/async') // seeded
`],
  'a backend knows neither the command line nor the bench': ['packages/threads/src/backend.ts', `
export { program } from '@parmap/cli' // seeded
export { contenders } from '@parmap/bench' // seeded
`],
  'the command line knows the backends, not the bench': ['apps/cli/src/program.ts', `
export { asyncExecutor } from '@parmap/async'
export { contenders } from '@parmap/bench' // seeded
`],
  'the bench knows the backends and its peers, not the command line': ['bench/src/contenders.ts', `
export { asyncExecutor } from '@parmap/async'
export { default as pMap } from 'p-map'
export { program } from '@parmap/cli' // seeded
`],
}

const circles: Readonly<Record<string, readonly [path: string, source: string]>> = {
  'a circle of values': ['packages/threads/src/circle/a.ts', `
import { b } from './b.ts' // seeded
export const a: number = b + 1
`],
  'a circle of types': ['packages/threads/src/circle/c.ts', `
import type { D } from './d.ts' // seeded
export interface C { readonly d: D | undefined }
`],
}

const beside = {
  'packages/threads/src/load.ts': 'export const load = async () => 1\n',
  'packages/threads/src/circle/b.ts': "import { a } from './a.ts'\nexport const b: number = a + 1\n",
  'packages/threads/src/circle/d.ts': "import type { C } from './c.ts'\nexport interface D { readonly c: C | undefined }\n",
}

let folder: string
let findings: readonly Finding[]

beforeAll(async () => {
  const seeds = [floating, arrows, circles].flatMap((group) => Object.values(group))
  folder = await seedWorkspace({ ...beside, ...Object.fromEntries(seeds) })
  findings = await lint(folder)
})
afterAll(() => deleteWorkspace(folder))

const found = (path: string, rules: readonly string[]) => findings.filter((finding) => finding.path === path && rules.includes(finding.rule)).map(({ line }) => line)
const seeded = (source: string) => source.split('\n').flatMap((line, index) => (line.endsWith('// seeded') ? [index + 1] : []))

describe('lint finds a promise that nobody awaits:', () => {
  test.each(Object.entries(floating))('%s', (_, [path, source]) => {
    expect(found(path, ['typescript(no-floating-promises)', 'typescript(no-misused-promises)'])).toEqual(seeded(source))
  })
})

describe('lint finds an import against the arrows:', () => {
  test.each(Object.entries(arrows))('%s', (_, [path, source]) => {
    expect(found(path, ['eslint(no-restricted-imports)'])).toEqual(seeded(source))
  })
})

describe('lint finds imports in', () => {
  test.each(Object.entries(circles))('%s', (_, [path, source]) => {
    expect(found(path, ['import(no-cycle)'])).toEqual(seeded(source))
  })
})
