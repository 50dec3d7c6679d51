// What `check:pack` says of packages with a known fault, and of one with none.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pack, packingFaults } from '../scripts/pack.mjs'
import { root } from '../scripts/workspace.mjs'
import { plainEnvironment } from './run-program.ts'

const MANIFEST = { name: 'sample', version: '1.0.0', type: 'module', license: 'MIT', files: ['dist'], exports: { '.': './dist/index.js' } }
const SOUND = {
  'LICENSE': 'MIT',
  'README.md': '# sample',
  'src/index.ts': 'export const one = 1',
  'dist/index.js': 'export const one = 1',
  'dist/index.d.ts': 'export declare const one = 1',
}

let folder: string

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'parmap-sample-')) })
afterEach(() => rm(folder, { recursive: true }))

/** Writes a package of these files. */
async function write(manifest: object, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

interface Verdict {
  readonly code?: number
  readonly stdout: string
  readonly stderr: string
}

async function check(manifest: object, files: Readonly<Record<string, string>>): Promise<Verdict> {
  await write(manifest, files)
  return promisify(execFile)(process.execPath, [join(root, 'scripts', 'check-pack.mjs')], { cwd: folder, env: plainEnvironment() }).catch((error: Verdict) => error)
}

describe('check:pack', () => {
  test('passes a sound package', async () => {
    const verdict = await check(MANIFEST, SOUND)
    expect(verdict).not.toHaveProperty('code')
    expect(verdict.stderr).toBe('')
  })

  test('skips a private package, and says so', async () => {
    expect(await check({ ...MANIFEST, private: true }, {})).toEqual({ stdout: 'sample is private: it is never published, so there is nothing to check\n', stderr: '' })
  })

  test('fails for an entry that is not in the tarball, and for what else it finds', async () => {
    const verdict = await check({ ...MANIFEST, exports: { '.': './dist/index.js', './worker': './dist/worker.js' } }, SOUND)
    expect(verdict).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('./dist/worker.js but the file does not exist') as string,
      stderr: 'sample: dist/worker.d.ts is not in the tarball: the entry ./worker has no types\n',
    })
  })
})

describe('what no tool looks for:', () => {
  test('a file that the bundler has shared out has no source of its own', async () => {
    await write(MANIFEST, { ...SOUND, 'dist/index.js': 'export { one } from "./shared-x.js"', 'dist/shared-x.js': 'export const one = 1' })
    expect(await packingFaults(await pack(folder, folder), folder)).toEqual([])
  })


  test.each([
    ['a missing licence', { LICENSE: undefined }, 'LICENSE is not in the tarball'],
    ['a missing readme', { 'README.md': undefined }, 'README.md is not in the tarball'],
    ['an entry without types', { 'dist/index.d.ts': undefined }, 'dist/index.d.ts is not in the tarball: the entry . has no types'],
    ['output whose source is gone', { 'dist/old.js': 'export {}' }, 'no source makes dist/old.js: delete dist, then build'],
  ])('%s', async (_, changed, fault) => {
    const files = Object.entries({ ...SOUND, ...changed }).filter((file): file is [string, string] => file[1] !== undefined)
    await write(MANIFEST, Object.fromEntries(files))
    expect(await packingFaults(await pack(folder, folder), folder)).toEqual([fault])
  })
})
