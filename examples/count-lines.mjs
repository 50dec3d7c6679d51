// Counts the lines of a file: a task for the command line, an ordinary exported function.
//
//   $ parmap map examples/count-lines.mjs ::: LICENSE .editorconfig
//   {"file":"LICENSE","lines":21,"longest":78}
//   {"file":".editorconfig","lines":10,"longest":31}

import { readFile } from 'node:fs/promises'

/**
 * @param {string} file a path
 * @param {{ signal: AbortSignal }} context its signal stops the reading when the run is stopped
 */
export default async function countLines(file, { signal }) {
  const text = await readFile(file, { encoding: 'utf8', signal })
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return { file, lines: lines.length, longest: Math.max(0, ...lines.map((line) => line.length)) }
}
