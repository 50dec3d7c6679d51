// A Node that is too old is told so by every command, before anything else happens.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { root } from '../scripts/workspace.mjs'

const run = promisify(execFile)
// Stands in for an old Node: the version is all that the check looks at.
const pretending = (version: string) => `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`

for (const script of ['setup', 'start', 'test', 'turbo', 'check-pack', 'test-runtimes']) {
  test.each(['18.20.8', '20.18.3'])(`scripts/${script}.mjs refuses Node %s with the version that it needs`, async (version) => {
    const args = [`--import=${pretending(version)}`, join(root, 'scripts', `${script}.mjs`)]
    await expect(run(process.execPath, args, { cwd: root })).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`parmap needs Node 20.19 or newer; this is Node ${version}`) as string,
    })
  })
}
