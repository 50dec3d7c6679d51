// The end of a command that holds a run: what it came to, or why it could not begin.

import { CommandError, stackOf } from './errors.ts'
import { endProcess, type Ending } from './exit.ts'
import { EXIT } from './exit-codes.ts'
import type { Report } from './report.ts'

/** Carries a command out and ends the process. */
export async function endCommand(report: Report, carryOut: () => Promise<Ending>): Promise<never> {
  return endProcess(await carryOut().catch((error: unknown) => explained(report, error)))
}

function explained(report: Report, error: unknown): Ending {
  if (error instanceof CommandError) {
    report.note(error.message)
    return { exitCode: error.exitCode }
  }
  report.note(`a fault of parmap itself: ${stackOf(error)}`)
  return { exitCode: EXIT.itemFailed }
}
