// Installs what the lockfile says, when it has not been installed yet. Needs npm only: pnpm comes through it, in the
// version that package.json names.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from './child.mjs'
import { packageFolders, root } from './workspace.mjs'

const MARK = join(root, 'node_modules', '.installed')

/**
 * Installs the dependencies unless they are there.
 * @returns {Promise<import('./child.mjs').End | undefined>} how the installation ended, or undefined when there was none to make
 */
export async function installDependencies() {
  const wanted = fingerprint()
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) return undefined
  console.error('parmap: installing dependencies into node_modules …')
  // Results go to stdout, so all that is said on the way goes to stderr.
  const end = await run('npx', ['--yes', pinnedPnpm(), 'install', '--frozen-lockfile'], { stdio: ['ignore', 2, 2] })
  if (end.code === 0) {
    mkdirSync(join(root, 'node_modules'), { recursive: true })
    writeFileSync(MARK, wanted)
  }
  return end
}

function pinnedPnpm() {
  /** @type {{ packageManager: string }} */
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return packageManager
}

/** Changes with everything that decides what is installed. */
function fingerprint() {
  const manifests = [root, ...packageFolders()].map((folder) => join(folder, 'package.json'))
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`)
  for (const file of [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests]) {
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file))
  }
  return hash.digest('hex')
}
