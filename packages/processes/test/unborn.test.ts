// Processes that cannot be started, for want of what they need.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MODULE = new URL('../../core/test/fixtures/crashing.mjs', import.meta.url).href
const FEW_FILES = 64

const WITHOUT_FILES = `
  import { processExecutor, importTask } from '@parmap/processes'
  import { closeSync, openSync } from 'node:fs'
  const executor = processExecutor({ workers: 2 })
  const echo = importTask('${MODULE}', 'echo')
  const open = []
  try { for (;;) open.push(openSync('/dev/null')) } catch {} // none is left
  const error = await executor.map(echo, [1, 2, 3]).catch((error) => error)
  for (const file of open) closeSync(file)
  console.log(error.code, error.cause.code, await executor.map(echo, [1, 2, 3]))`

const REFUSED = `
  import { processExecutor, importTask } from '@parmap/processes'
  const echo = importTask('${MODULE}', 'echo')
  const codes = new Set()
  for (let n = 0; n < ${FEW_FILES}; n++) await processExecutor({ workers: 1, execArgv: ['\\0'] }).submit(echo, n).catch((error) => codes.add(error.cause.code))
  console.log(...codes, await processExecutor({ workers: 1 }).submit(echo, 1))
  process.exit()`

/** What a program prints on a host with few file descriptors. */
async function printed(program: string): Promise<string> {
  const command = ['-c', `ulimit -n ${FEW_FILES} && exec "$0" --input-type=module -e "$1"`, process.execPath, program]
  return (await promisify(execFile)('sh', command, { cwd: fileURLToPath(new URL('../', import.meta.url)) })).stdout
}

test('a host that has no file descriptor left is told so by the failure of its run, and works again when it has', async () => {
  expect(await printed(WITHOUT_FILES)).toBe('PARMAP_WORKER_LOST EMFILE [ 1, 2, 3 ]\n')
})

test('processes that Node refuses to start keep no file open, however many', async () => {
  expect(await printed(REFUSED)).toBe('ERR_INVALID_ARG_VALUE 1\n')
})
