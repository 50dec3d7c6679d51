// What names the module of a task: an absolute URL, because a worker has no caller to be relative to.

import { show } from './errors.ts'

// A Windows path parses as a URL whose scheme is the drive letter.
const DRIVE_LETTER = /^[a-z]:/iu

/**
 * The absolute URL of a task's module.
 * @throws TypeError that shows the three ways to write one
 */
export function moduleUrl(module: string | URL): string {
  if (module instanceof URL) return module.href
  if (typeof module === 'string' && !DRIVE_LETTER.test(module) && URL.canParse(module)) return new URL(module).href // one way to write it
  throw new TypeError(
    `Expected \`module\` to be an absolute URL, got ${show(module)}. Write one of:\n` +
      '  import.meta.url                          the module that exports the task\n' +
      "  new URL('./x.js', import.meta.url)       a file beside this one\n" +
      "  import.meta.resolve('pkg')               a package",
  )
}
