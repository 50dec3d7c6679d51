// Ends a process whose parent is gone, also when its event loop is blocked: a thread looks after it.

import { Worker } from 'node:worker_threads'

const LOOK_MS = 500

// As text: a file of its own would be one more thing to find where users bundle. It kills the whole group.
const WATCH = `
const process = require('node:process')
const { workerData: { parent, ms } } = require('node:worker_threads')
setInterval(() => {
  if (process.ppid === parent) return
  try { process.kill(-process.pid, 'SIGKILL') } catch { process.kill(process.pid, 'SIGKILL') }
}, ms)
`

/** @param parent the pid of the process that must be there */
export function watchParent(parent: number): void {
  const watch = new Worker(WATCH, { eval: true, execArgv: [], env: {}, workerData: { parent, ms: LOOK_MS }, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 } })
  watch.on('error', () => undefined) // an idle process still ends with its pipe
  watch.unref()
}
