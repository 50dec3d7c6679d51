// Makes a fresh checkout ready to run: dependencies, then the build. Quick when there is nothing to do. Importing it
// does it; where it fails, the process ends as the failing step did.

import './node-version.mjs'
import { run } from './child.mjs'
import { installDependencies } from './install.mjs'

const installed = await installDependencies()
if (installed) {
  if (installed.code !== 0) stop(installed, 'The dependencies could not be installed; the reason stands above.')
  console.error('parmap: building …')
}

/** @type {Buffer[]} */
const printed = []
const built = await run('turbo', ['run', 'build', '--ui=stream', '--output-logs=errors-only'], { input: '', onOutput: (chunk) => printed.push(chunk) })
if (built.code !== 0) {
  process.stderr.write(Buffer.concat(printed))
  stop(built, 'The build failed; the reason stands above.')
}

/**
 * @param {import('./child.mjs').End} end
 * @param {string} reason
 */
function stop({ code, signal }, reason) {
  if (signal) process.kill(process.pid, signal)
  else console.error(`parmap: ${reason}`)
  process.exit(code ?? 1)
}
