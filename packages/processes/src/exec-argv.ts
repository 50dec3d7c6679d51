// Which of Node's own options a child has from its parent.

// Their value is the next argument, or comes after a `=`.
const WITH_VALUE = new Set(['-e', '--eval', '-p', '--print', '-pe', '--input-type', '--inspect-port', '--inspect-publish-uid', '--watch-path', '--test-name-pattern', '--test-skip-pattern', '--test-reporter', '--test-reporter-destination'])
const ALONE = /^(?:-i|--interactive|-c|--check|--inspect.*|--watch.*|--test.*)$/u

/** Without those that are about the code on the parent's command line, its debugger, or how it was started. */
export function inheritedExecArgv(given: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let n = 0; n < given.length; n++) {
    const [name] = given[n]!.split('=', 1)
    if (WITH_VALUE.has(name!)) {
      if (!given[n]!.includes('=')) n++
    } else if (!ALONE.test(name!)) kept.push(given[n]!)
  }
  return kept
}
