// Which lines of a stack are the user's. Those of Node and of parmap itself say nothing about what went wrong in a task.

import { fileURLToPath, pathToFileURL } from 'node:url'

/** A line of a stack that lies in a file. */
export interface Frame {
  /** As it stands in the stack. */
  readonly line: string
  readonly path: string
  /** Line and column. */
  readonly at: string
}

// A line of a stack that lies in a file, as modules (a URL) or CommonJS (a path) show it; those of Node itself do not.
const FRAME = /^\s+at (?:.*\()?(?:async )?(?<place>file:\/\/.+|\/.+|[a-z]:\\.+):(?<at>\d+:\d+)\)?$/iu

const PACKAGES = ['@parmap/core', '@parmap/async', '@parmap/threads', '@parmap/processes']
const OWN = [import.meta.url, ...PACKAGES.map((name) => import.meta.resolve(name))].map((url) => new URL('.', url).href)

/** The lines of its stack that are the user's, or of packages that the user's code calls; the innermost first. */
export function userFrames(thrown: unknown): Frame[] {
  return linesOf(thrown).flatMap((line) => {
    const { place, at } = FRAME.exec(line)?.groups ?? {}
    if (place === undefined || at === undefined) return []
    const url = place.startsWith('file:') ? place : pathToFileURL(place).href
    return OWN.some((folder) => url.startsWith(folder)) ? [] : [{ line, path: fileURLToPath(url), at }]
  })
}

/** The frame to look at first: the innermost that is not in a package. */
export function tellingFrame(thrown: unknown): Frame | undefined {
  const frames = userFrames(thrown)
  return frames.find(({ path }) => !/[\\/]node_modules[\\/]/u.test(path)) ?? frames[0]
}

function linesOf(thrown: unknown): readonly string[] {
  try {
    return thrown instanceof Error && typeof thrown.stack === 'string' ? thrown.stack.split('\n') : []
  } catch {
    return [] // a stack may be a getter of the user's
  }
}
