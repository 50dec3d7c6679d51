// Real processes, as /proc shows them.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { HAS_PROC, processTree, residentBytes, timeOf, timeOfChildren } from '../src/process-tree.ts'

const why = HAS_PROC ? '' : ' (skipped: there is no /proc)'
const MEGA = 1e6

/** A program of Node that has done what it has to once it has told a line. */
async function started(script: string): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, said: said.toString() }
}

test.skipIf(!HAS_PROC)(`a tree holds also those who have a process group of their own, and those whom a thread has started${why}`, async () => {
  const { child, said } = await started(`
    const { spawn } = require('node:child_process')
    const { Worker } = require('node:worker_threads')
    const own = spawn('sleep', ['60'], { detached: true })
    const worker = new Worker("require('node:worker_threads').parentPort.postMessage(require('node:child_process').spawn('sleep', ['60']).pid)", { eval: true })
    worker.once('message', (pid) => { console.log(JSON.stringify([process.pid, own.pid, pid])) })
    process.stdin.on('data', () => { process.exit() })
  `)
  const known = JSON.parse(said) as number[]
  const tree = processTree(child.pid!)
  for (const pid of known.toReversed()) process.kill(pid, 'SIGKILL')
  expect(tree[0]).toBe(child.pid)
  expect(tree.toSorted((a, b) => a - b)).toEqual(known.toSorted((a, b) => a - b))
})

test.skipIf(!HAS_PROC)(`the memory of a tree is what each has for itself, and the program that they share once${why}`, async () => {
  const script = 'globalThis.kept = Buffer.alloc(100e6, 1); console.log("there"); process.stdin.resume()'
  const [first, second] = [await started(script), await started(script)]
  const [one, both] = [residentBytes([first.child.pid!]), residentBytes([first.child.pid!, second.child.pid!])]
  for (const { child } of [first, second]) child.kill('SIGKILL')
  expect(one).toBeGreaterThan(100 * MEGA)
  expect(both - one).toBeGreaterThan(100 * MEGA)
  expect(both).toBeLessThan(2 * one - 10 * MEGA) // the program itself is more than that
})

test.skipIf(!HAS_PROC)(`a process that is gone has no children and no memory${why}`, async () => {
  const { child } = await started('console.log("there")')
  await once(child, 'exit')
  expect([processTree(child.pid!), residentBytes([child.pid!])]).toEqual([[child.pid], 0])
})

test.skipIf(!HAS_PROC)(`the processor time of children holds that of theirs${why}`, async () => {
  const before = timeOfChildren()
  const busy = 'const { cpuUsage } = process; while (cpuUsage().user + cpuUsage().system < 200_000);'
  await once(spawn(process.execPath, ['-e', `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(busy)}])`]), 'exit')
  const after = timeOfChildren()
  expect(after.userSeconds + after.systemSeconds - before.userSeconds - before.systemSeconds).toBeGreaterThanOrEqual(0.2)
})

test.skipIf(!HAS_PROC)(`the processor time of living processes is their own, and that of whom they have waited for${why}`, async () => {
  const busy = 'const { cpuUsage } = process; while (cpuUsage().user + cpuUsage().system < 200_000);'
  const { child } = await started(`${busy} require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(busy)}]); console.log('done'); process.stdin.resume()`)
  const { userSeconds, systemSeconds } = timeOf([child.pid!])
  child.kill('SIGKILL')
  expect(userSeconds + systemSeconds).toBeGreaterThanOrEqual(0.39) // two steps may be lost
})
