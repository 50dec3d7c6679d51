// Packs a package with pnpm, which replaces `workspace:` and `catalog:` by versions, and looks at what came out.

import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { run } from './child.mjs'

/**
 * @typedef {{ filename: string, files: readonly { path: string }[] }} Packed `filename` is the tarball's path
 */

/**
 * Packs the package in `folder` into `target`.
 * @param {string} folder
 * @param {string} target
 * @returns {Promise<Packed>}
 */
export async function pack(folder, target) {
  return JSON.parse(await output('pnpm', ['pack', '--pack-destination', target, '--json'], folder))
}

/**
 * What is wrong with a packed package that no tool looks for.
 * @param {Packed} packed
 * @param {string} folder the package's folder
 * @returns {Promise<string[]>}
 */
export async function packingFaults({ filename, files }, folder) {
  const paths = files.map(({ path }) => path)
  const faults = ['LICENSE', 'README.md'].filter((name) => !paths.includes(name)).map((name) => `${name} is not in the tarball`)
  const code = paths.filter((path) => path.endsWith('.js')).map((path) => readFileSync(join(folder, path), 'utf8'))
  for (const path of paths) {
    const source = /^dist\/(.*)(\.d\.ts|\.js)$/.exec(path)?.[1]
    if (source === undefined || existsSync(join(folder, 'src', `${source}.ts`))) continue
    // The compiler deletes nothing: the output of a deleted or renamed source stays, and would be published. Files that the
    // bundler shares out have no source of their own; something imports them.
    if (path.endsWith('.js') && code.some((text) => text.includes(`"./${basename(path)}"`))) continue
    faults.push(`no source makes ${path}: delete dist, then build`)
  }
  const manifest = await output('tar', ['-xOzf', filename, 'package/package.json'], folder)
  if (/"(workspace|catalog):/.test(manifest)) faults.push('package.json in the tarball names versions that only this workspace knows')
  /** @type {{ exports?: Record<string, string> }} */
  const { exports = {} } = JSON.parse(manifest)
  // A package in which no entry has types counts as plain JavaScript, and the tools let it pass.
  for (const [entry, path] of Object.entries(exports)) {
    const types = path.replace(/^\.\/(.*)\.js$/, '$1.d.ts')
    if (types !== path && !paths.includes(types)) faults.push(`${types} is not in the tarball: the entry ${entry} has no types`)
  }
  return faults
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} folder
 */
async function output(command, args, folder) {
  /** @type {Buffer[]} */
  const printed = []
  const { code } = await run(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], onOutput: (chunk) => printed.push(chunk) })
  const text = Buffer.concat(printed).toString()
  if (code !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` failed in ${folder}: ${text}`)
  return text
}
