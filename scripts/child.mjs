// Runs the workspace's tools and programs as children: finds those that are installed here, passes signals on, and ends
// as they ended. Knows nothing of what they do.

import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './workspace.mjs'

const TERMINAL_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGHUP'])

/**
 * How a child ended.
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null }} End
 */

/**
 * Runs a program to its end. Tools of the workspace are found by name; nothing of what is run reports usage to anybody.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { input?: string, onOutput?: (chunk: Buffer) => void }} [options] `input` is what
 *   the program reads, `onOutput` gets what it prints; without them it shares this process's own
 * @returns {Promise<End>} rejects when the program cannot be started
 */
export function run(command, args, { input, onOutput, ...options } = {}) {
  const output = onOutput ? 'pipe' : 'inherit'
  const child = spawn(command, args, {
    cwd: root,
    env: toolEnvironment(),
    stdio: [input === undefined ? 'inherit' : 'pipe', output, output],
    // On Windows the tools are .cmd files, which only a shell can start.
    shell: process.platform === 'win32' && command !== process.execPath,
    ...options,
  })
  child.stdin?.on('error', () => {}).end(input) // a program that reads no more ends by its own rules
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput)
  const stopPassing = passSignals(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  }).finally(stopPassing)
}

/**
 * Ends this process as a child ended: with its exit code, or by the signal that ended it.
 * @param {End} end
 */
export function leaveLike({ code, signal }) {
  process.exitCode = code ?? 1
  if (signal) process.kill(process.pid, signal)
}

/**
 * A terminal gives Ctrl-C to all processes at once, and npm passes it on once more. Were it passed on from here too, the
 * child would take one Ctrl-C for several, and the second means "now". Without a terminal nobody else tells the child.
 * @param {import('node:child_process').ChildProcess} child
 */
function passSignals(child) {
  const terminal = hasTerminal()
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => { child.kill(signal) }
  const ignore = () => {}
  process.on('SIGTERM', pass)
  for (const signal of TERMINAL_SIGNALS) process.on(signal, terminal ? ignore : pass)
  return () => {
    process.off('SIGTERM', pass)
    for (const signal of TERMINAL_SIGNALS) process.off(signal, terminal ? ignore : pass)
  }
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return process.platform === 'win32'
  }
}

function toolEnvironment() {
  const path = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    [path]: [join(root, 'node_modules', '.bin'), process.env[path]].join(delimiter),
    // What has passed on one Node says nothing about another: a part of turbo's cache key.
    TOOLCHAIN_NODE: process.version,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
  }
}
