#!/usr/bin/env node
// What `parmap` starts. Everything else is loaded when it is needed, so that `--version` answers at once.

import { print, version } from './printed.ts'

const args = process.argv.slice(2)
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) print(`${version()}\n`)
// Not awaited at the top level: Node would warn of that where a task's module never finishes loading.
else void import('./program.ts').then(({ run }) => run(args)).then((exitCode) => { process.exitCode = exitCode })
