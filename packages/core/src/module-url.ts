// What names the module of a task: an absolute URL, because a worker has no caller to be relative to.

import { show } from './errors.ts'

// A Windows path parses as a URL whose scheme is the drive letter.
const DRIVE_LETTER = /^[a-z]:/iu
const SCHEME = /^[a-z][a-z\d+.-]+:/iu

/**
 * The absolute URL of a task's module.
 * @throws TypeError that shows the three ways to write one
 */
export function moduleUrl(module: string | URL): string {
  if (module instanceof URL) return module.href
  if (typeof module === 'string' && !DRIVE_LETTER.test(module) && URL.canParse(module)) return new URL(module).href // one way to write it
  throw wrongModule(module)
}

/** A reference written by hand has not been through {@link moduleUrl}; a full look at each would cost every run. @throws TypeError */
export function checkScheme(module: string): void {
  if (!SCHEME.test(module)) throw wrongModule(module)
}

function wrongModule(module: unknown): TypeError {
  return new TypeError(
    `Expected \`module\` to be an absolute URL, got ${show(module)}. Write one of:\n` +
      '  import.meta.url                          the module that exports the task\n' +
      "  new URL('./x.js', import.meta.url)       a file beside this one\n" +
      "  import.meta.resolve('pkg')               a package",
  )
}
