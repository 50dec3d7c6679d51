// A terminal: a real pseudo-terminal, with a screen that does what terminals do with what is written to it.

import { createRequire } from 'node:module'
import type { IPty } from '@lydell/node-pty'
import type { Terminal as Screen } from '@xterm/headless'
import { onTestFinished } from 'vitest'
import { BIN, FIXTURES, plainEnv } from './parmap.ts'

const require = createRequire(import.meta.url)
const { Terminal: HeadlessScreen } = require('@xterm/headless') as { readonly Terminal: typeof Screen }

/** Why no terminal can be had here; undefined where one can. */
export const noTerminal: string | undefined = whyNone()

function whyNone(): string | undefined {
  try {
    require('@lydell/node-pty')
    return undefined
  } catch (error) {
    return `no pseudo-terminal on ${process.platform} ${process.arch}: ${(error as Error).message.split('\n', 1)[0]}`
  }
}

export interface Exit {
  readonly code: number
  /** The number of the signal that ended it. */
  readonly signal: number | undefined
}

/** A terminal in which a command runs. */
export class TestTerminal {
  /** All that was written, with its control sequences. */
  written = ''
  readonly #screen = new HeadlessScreen({ cols: 80, rows: 24, allowProposedApi: true })
  readonly #pty: IPty
  readonly #exited: Promise<Exit>
  #pending = Promise.resolve()

  /** Runs a program with its arguments in a terminal of 80 columns and 24 lines. */
  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const { spawn } = require('@lydell/node-pty') as typeof import('@lydell/node-pty')
    this.#pty = spawn(program, [...args], { name: env['TERM'] ?? 'xterm-256color', cols: 80, rows: 24, cwd: FIXTURES, env: { ...plainEnv(), ...env } })
    this.#pty.onData((text) => {
      this.written += text
      this.#pending = new Promise((resolve) => { this.#screen.write(text, resolve) })
    })
    this.#exited = new Promise((resolve) => { this.#pty.onExit(({ exitCode, signal }) => { resolve({ code: exitCode, signal }) }) })
    onTestFinished(() => { this.#pty.kill('SIGKILL') })
  }

  /** Types keys. */
  type(keys: string): void { this.#pty.write(keys) }

  /** Sends a signal. */
  kill(signal: NodeJS.Signals): void { this.#pty.kill(signal) }

  /** The lines on the screen that are not empty. */
  async lines(): Promise<string[]> {
    await this.#pending
    const { active } = this.#screen.buffer
    const all = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
    return all.filter((line) => line !== '')
  }

  /** Resolves when a line of the screen matches. */
  shows(expected: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = async (): Promise<void> => {
        if ((await this.lines()).some((line) => expected.test(line))) resolve()
      }
      this.#pty.onData(() => void look())
      void look()
      void this.#exited.then(() => { reject(new Error(`ended without showing ${expected}:\n${this.written}`)) })
    })
  }

  /** Resolves when the program has ended and all is on the screen. */
  async ended(): Promise<Exit> {
    const exit = await this.#exited
    await this.#pending
    return exit
  }
}

/** Runs `parmap` in a terminal: its stdin, stdout and stderr. */
export function parmapInTerminal(args: readonly string[], env?: NodeJS.ProcessEnv): TestTerminal {
  return new TestTerminal(process.execPath, [BIN, ...args], env)
}

/** Runs a line of bash in a terminal, in which `parmap` is the command. */
export function bashInTerminal(line: string, env?: NodeJS.ProcessEnv): TestTerminal {
  return new TestTerminal('bash', ['-c', `parmap() { '${process.execPath}' '${BIN}' "$@"; }\n${line}`], env)
}
