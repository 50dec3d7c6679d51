// `npm test`: sets up, then the tests of every package and of the repository, and one line that sums them up.

import './setup.mjs'
import { leaveLike, run } from './child.mjs'
import { forgetTestReports, sumTestReports } from './test-reports.mjs'
import { packageFolders, root } from './workspace.mjs'

const folders = [...packageFolders(), root]
forgetTestReports(folders)
// One package after another: each brings its own workers, and tests that share two cores fail for want of time.
const end = await run('turbo', ['run', 'test', '//#test:repo', '--continue=dependencies-successful', '--concurrency=1', '--ui=stream', '--output-logs=full'])
const { passed, failed, skipped } = sumTestReports(folders)
if (end.code !== 0 && failed === 0) console.log('Not all could be run; the reason stands above.')
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
leaveLike(end)
