// Ends a process whose parent is gone, also when its event loop is blocked: a thread has a pipe of its own to the parent.
// Not the parent's pid: the parent may be a thread that has been terminated.

import { Worker } from 'node:worker_threads'
import { WATCH } from './hello.ts'

// For the process to end by itself, with what it does at its exit.
const LEAVE_MS = 500

// As text: a file of its own would be one more thing to find where users bundle. It kills the whole group.
const SOURCE = `
const { Socket } = require('node:net')
const process = require('node:process')
const { workerData: { fd, ms } } = require('node:worker_threads')
const end = () => {
  try { process.kill(-process.pid, 'SIGKILL') } catch { process.kill(process.pid, 'SIGKILL') }
}
new Socket({ fd, readable: true, writable: false }).on('error', () => {}).on('close', () => { setTimeout(end, ms) }).resume()
`

/** Called once, before anything of the user's is loaded. */
export function watchParent(): void {
  const watch = new Worker(SOURCE, { eval: true, execArgv: [], env: {}, workerData: { fd: WATCH, ms: LEAVE_MS }, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 } })
  watch.on('error', () => undefined) // an idle process still ends with its pipe
  watch.unref()
}
