// `npm test`: sets up, then the tests of every package and of the repository, then what has failed, and one line that sums all up.

import './setup.mjs'
import { leaveLike, run } from './child.mjs'
import { forgetTestReports, sumTestReports } from './test-reports.mjs'
import { packageFolders, root } from './workspace.mjs'

const folders = [...packageFolders(), root]
forgetTestReports(folders)
// One package after another: each brings its own workers, and tests that share two cores fail for want of time.
const end = await run('turbo', ['run', 'test', '//#test:repo', '--continue=dependencies-successful', '--concurrency=1', '--ui=stream', '--output-logs=full'])
const { passed, skipped, failures } = sumTestReports(folders)
for (const failure of failures) console.log(`\nFAILED ${failure}`)
if (end.code !== 0 && failures.length === 0) console.log('Not all could be run; the reason stands above.')
console.log(`${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
leaveLike(end)
