// Names one task in the three ways there are: as what `defineTask` made, as a reference to a module that this program
// never loads, and as the plain function, which only the event loop can run.
//
//   $ node examples/portable-task.mjs
//   one-two three-four
//   {"file":"LICENSE","lines":21,"longest":78}
//   42

import { asyncExecutor, importTask } from '@parmap/async'
import { slug } from './slug.mjs'

const executor = asyncExecutor()

const slugs = await executor.map(slug, ['One two', 'Three, four'])
console.log(slugs.join(' '))

const countLines = importTask(new URL('count-lines.mjs', import.meta.url), 'default')
const [counted] = await executor.map(countLines, ['LICENSE'])
console.log(JSON.stringify(counted))

const [doubled] = await executor.map((/** @type {number} */ n) => n * 2, [21])
console.log(doubled)
