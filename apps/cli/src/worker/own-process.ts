// What a task must not do to the process it runs in, wherever that is: write among the results, or end it. Imported
// before anything of the user's; in the process of the command itself, that has been seen to already.

import { isWorker } from '@parmap/core'
import { giveExitBack, keepExit } from '../exit.ts'
import { printToStderr } from '../output/stdout.ts'

if (isWorker) {
  printToStderr() // a child process has inherited the very descriptor that the results go to
  keepExit() // or one item would take all others of its worker with it
  process.once('uncaughtExceptionMonitor', giveExitBack) // Node itself ends a thread by that
}
