// Run in a package's folder: packs it as it would be published and proves that what is in the tarball can be used.
// A private package is skipped, and said to be.

import './node-version.mjs'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './child.mjs'
import { pack, packingFaults } from './pack.mjs'

const folder = process.cwd()
/** @type {{ name: string, private?: boolean }} */
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

if (manifest.private) console.log(`${manifest.name} is private: it is never published, so there is nothing to check`)
else process.exitCode = (await isSound()) ? 0 : 1

async function isSound() {
  const target = mkdtempSync(join(tmpdir(), 'parmap-pack-'))
  try {
    const packed = await pack(folder, target)
    const faults = await packingFaults(packed, folder)
    for (const fault of faults) console.error(`${manifest.name}: ${fault}`)
    const published = await passes('publint', ['run', packed.filename, '--strict'])
    const typed = await passes('attw', [packed.filename, '--profile', 'esm-only'])
    return faults.length === 0 && published && typed
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}

/**
 * @param {string} tool
 * @param {string[]} args
 */
async function passes(tool, args) {
  const { code } = await run(tool, args, { cwd: folder })
  return code === 0
}
