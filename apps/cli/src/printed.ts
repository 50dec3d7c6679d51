// What is printed on request, instead of results.

import { readFileSync } from 'node:fs'
import { EXIT } from './exit-codes.ts'

/** The version of the package. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string }
  return manifest.version
}

/** Writes a text to stdout. */
export function print(text: string): void {
  // Whoever closes the pipe has read enough of it.
  process.stdout.on('error', () => { process.exitCode = EXIT.closedPipe })
  process.stdout.write(text)
}
