// What processes have used, with real ones. How much that is, they say themselves.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { HAS_PROC } from '../src/bench/measuring.ts'
import { bytesOfAll, processorTime, threadMs } from '../src/bench/own-tree.ts'

const MEGABYTE = 2 ** 20

/** Computes for 200 ms of its processor time, and fills 100 MB; then says so and stays. */
const BUSY = `
const filled = Buffer.alloc(100 * ${MEGABYTE}, 1)
while (process.cpuUsage().user < 200_000);
process.stdout.write('done')
setInterval(() => filled, 1_000)
`
/** Has a child that does so, and ends with it. */
const PARENT = `
const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(BUSY)}], { stdio: 'inherit' })
process.on('SIGTERM', () => child.kill('SIGKILL'))
child.on('exit', () => process.exit())
`

test.skipIf(!HAS_PROC)('counts those that run, and theirs; also when they have ended (where /proc tells of others)', async () => {
  const [before, peak] = [processorTime().userSeconds, bytesOfAll()]
  const child = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  onTestFinished(() => { killGroup(child) })
  await once(child.stdout, 'data')
  expect(processorTime().userSeconds - before).toBeGreaterThan(0.19)
  expect(bytesOfAll() - peak).toBeGreaterThan(100 * MEGABYTE)
  const closed = once(child, 'close')
  child.kill()
  await closed
  expect(processorTime().userSeconds - before).toBeGreaterThan(0.19)
})

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (exitCode === null && signalCode === null) process.kill(-pid!, 'SIGKILL')
}

test.skipIf(process.platform !== 'linux')('tells being held up from computing (where /proc tells of threads)', () => {
  const begunAt = performance.now()
  const held = (): number => performance.now() - begunAt - (threadMs()! - begun)
  const begun = threadMs()!
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  expect(held()).toBeGreaterThan(150)
})
