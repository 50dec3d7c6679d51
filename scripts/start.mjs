// `npm start`: sets up, then shows parmap at work; `npm start -- <args>`: sets up, then is the command line, with its
// input, output, exit code and signals, in the folder the user is in.

import './setup.mjs'
import { leaveLike, run } from './child.mjs'
import { showDemo } from './demo.mjs'
import { bin } from './workspace.mjs'

const args = process.argv.slice(2)
// npm runs scripts at the root; it keeps in INIT_CWD where it was called.
const here = process.env['INIT_CWD'] ?? process.cwd()

leaveLike(args.length > 0 ? await run(process.execPath, [bin, ...args], { cwd: here, env: process.env }) : await showDemo())
