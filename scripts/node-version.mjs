// Stops with a clear message where Node is too old. It is imported before anything else, and it and all it is imported
// beside keep to what old Nodes can parse, or they would show a syntax error instead.

import { readFileSync } from 'node:fs'

/** @type {{ engines: { node: string } }} */
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const wanted = engines.node.replace('>=', '')
const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  console.error(`parmap needs Node ${wanted} or newer; this is Node ${process.versions.node} (${process.execPath}).`)
  console.error('Get one from https://nodejs.org or with your version manager, then run the command again.')
  process.exit(1)
}
