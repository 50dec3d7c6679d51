// Processes that cannot be started, for want of what they need.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MODULE = new URL('../../core/test/fixtures/crashing.mjs', import.meta.url).href
const FEW_FILES = 64

const PROGRAM = `
  import { processExecutor, importTask } from '@parmap/processes'
  import { closeSync, openSync } from 'node:fs'
  const executor = processExecutor({ workers: 2 })
  const echo = importTask('${MODULE}', 'echo')
  const open = []
  try { for (;;) open.push(openSync('/dev/null')) } catch {} // none is left
  const error = await executor.map(echo, [1, 2, 3]).catch((error) => error)
  for (const file of open) closeSync(file)
  console.log(error.code, error.cause.code, await executor.map(echo, [1, 2, 3]))`

test('a host that has no file descriptor left is told so by the failure of its run, and works again when it has', async () => {
  const { stdout } = await promisify(execFile)('sh', ['-c', `ulimit -n ${FEW_FILES} && exec "$0" --input-type=module -e "$1"`, process.execPath, PROGRAM], { cwd: fileURLToPath(new URL('../', import.meta.url)) })
  expect(stdout).toBe('PARMAP_WORKER_LOST EMFILE [ 1, 2, 3 ]\n')
})
