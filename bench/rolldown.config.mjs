// Bundles the script of the page that `--html` writes, with the chart library in it, and collects the licences of what it
// holds: they ask to be wherever the code is.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defineConfig } from 'rolldown'

const licences = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds).filter((id) => id.includes('/node_modules/'))
    const folders = new Set(modules.map(packageOf))
    this.emitFile({ type: 'asset', fileName: 'page-licences.txt', source: [...folders].map(licenceOf).toSorted().join('\n\n') })
  },
}

/** The folder of the manifest that has a version: some packages have manifests inside that only say `type`. */
function packageOf(file) {
  let folder = dirname(file)
  while (!existsSync(join(folder, 'package.json')) || manifestOf(folder).version === undefined) folder = dirname(folder)
  return folder
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

function licenceOf(folder) {
  const { name, version, license } = manifestOf(folder)
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} has no licence file, so it cannot be part of a page`)
  return `${name} ${version} (${license})\n${readFileSync(join(folder, file), 'utf8').trim()}`
}

export default defineConfig({
  input: 'dist/reports/page/main.js',
  platform: 'browser',
  plugins: [licences],
  output: { format: 'iife', minify: true, dir: 'dist/reports', entryFileNames: 'page-script.js' },
})
