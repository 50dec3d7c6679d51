// Finds workloads and contenders by looking into their folders: to add one is to add its file. Knows the layout of this
// package and nothing of what the files do.

import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Contender } from './contender.ts'
import type { AnyWorkload } from './workload.ts'

/** The package's own folder. */
export const ROOT: URL = new URL('../', import.meta.url)

/** The Python side: its programs are run from where they lie. */
export const PYTHON_MAIN: string = fileURLToPath(new URL('python/run.py', ROOT))

/** The program that runs a contender of Node. */
export const NODE_MAIN: string = fileURLToPath(new URL('dist/child.js', ROOT))

/** The program that runs a contender that is a command. */
export const COMMAND_MAIN: string = fileURLToPath(new URL('dist/command-child.js', ROOT))

/** The program that runs a contender of Node up to its first result. */
export const FIRST_RESULT_MAIN: string = fileURLToPath(new URL('dist/first-result-child.js', ROOT))

/** The program that runs a contender of Node while its messages are counted, */
export const MESSAGES_MAIN: string = fileURLToPath(new URL('dist/messages-child.js', ROOT))

/** and what counts them: loaded before anything else, in each of its threads. */
export const MESSAGE_COUNTER: string = fileURLToPath(new URL('dist/message-counter.js', ROOT))

/** The program that runs a contender of Node while its items are timed. */
export const ITEMS_MAIN: string = fileURLToPath(new URL('dist/items-child.js', ROOT))

/** The file of a script that commands start, by its name in scripts/. */
export function scriptFile(name: string): string {
  return fileURLToPath(new URL(`dist/scripts/${name}.js`, ROOT))
}

/** A module with its name, and its URL for the contender's process. */
export interface Named<T> {
  readonly name: string
  readonly url: string
  readonly value: T
}

/** All workloads, by name. */
export async function loadWorkloads(): Promise<Named<AnyWorkload>[]> {
  return load('workloads', (module: { readonly workload: AnyWorkload }) => module.workload)
}

/** All contenders that run in Node, by name. Their packages are not loaded. */
export async function loadContenders(): Promise<Named<Contender>[]> {
  return load('contenders', (module: { readonly contender: Contender }) => module.contender)
}

// The sources are listed, the built files loaded: what was deleted from the sources may still lie in dist.
async function load<M, T>(folder: string, pick: (module: M) => T): Promise<Named<T>[]> {
  const names = readdirSync(new URL(`src/${folder}/`, ROOT)).map((file) => file.replace(/\.ts$/, ''))
  const named = names.toSorted().map(async (name) => {
    const url = new URL(`dist/${folder}/${name}.js`, ROOT)
    if (!existsSync(url)) throw new Error(`src/${folder}/${name}.ts has not been built; run the build first`)
    return { name, url: url.href, value: pick((await import(url.href)) as M) }
  })
  return Promise.all(named)
}
