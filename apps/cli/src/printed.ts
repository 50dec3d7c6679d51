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
  const { stdout } = process
  // Whoever closes the pipe has read enough of it.
  if (!stdout.listeners('error').includes(onClosed)) stdout.on('error', onClosed)
  stdout.write(text)
}

function onClosed(): void { process.exitCode = EXIT.closedPipe }
