// `npm run test:runtimes`: sets up, then runs the tests of the packages that need no Node under Bun and Deno, which npm
// brings. `npm run test:runtimes -- bun` runs one of them.

import './setup.mjs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { root } from './workspace.mjs'

const PACKAGES = ['core', 'async']
/** Each with the npm package that brings it, and how it is told to run a program. */
const RUNTIMES = [
  { name: 'bun', from: 'bun@1.4.5', args: ['--bun'] },
  { name: 'deno', from: 'deno@2.9.6', args: ['run', '--allow-all'] },
]
const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs')

const [wanted] = process.argv.slice(2)
const chosen = RUNTIMES.filter(({ name }) => wanted === undefined || name === wanted)
if (chosen.length === 0) {
  console.error(`Expected one of ${RUNTIMES.map(({ name }) => name).join(', ')}, got ${wanted}`)
  process.exitCode = 2
}

for (const { name, from, args } of chosen) {
  for (const folder of PACKAGES) {
    console.log(`\n@parmap/${folder} under ${from}`)
    const { code } = await run('npx', ['--yes', `--package=${from}`, '--', name, ...args, VITEST, 'run', '--reporter=default'], { cwd: join(root, 'packages', folder) })
    if (code !== 0) process.exitCode = 1
  }
}
