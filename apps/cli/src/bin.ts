#!/usr/bin/env node
// What `parmap` starts. Everything else is loaded when it is needed, so that `--version` and `--help` answer at once.

import { run } from './program.ts'

// Not awaited at the top level: Node would warn of that where a task's module never finishes loading.
void run(process.argv.slice(2)).then((exitCode) => { process.exitCode = exitCode })
