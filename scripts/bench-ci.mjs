// `npm run bench:ci`: sets up, then measures the short set of the bench beside its budgets and bench/baseline.json, and leaves
// its figures in bench/results as JSON, Markdown and a page. Exit codes are the bench's: 3 where something is worse.

import './setup.mjs'
import { join } from 'node:path'
import { leaveLike, run } from './child.mjs'
import { root } from './workspace.mjs'

const bench = join(root, 'bench')
const report = (/** @type {string} */ kind) => join(bench, 'results', `ci.${kind}`)

const flags = ['--short', '--baseline', join(bench, 'baseline.json'), '--json', report('json'), '--markdown', report('md'), '--html', report('html')]
leaveLike(await run(process.execPath, [join(bench, 'dist', 'main.js'), ...flags, ...process.argv.slice(2)]))
