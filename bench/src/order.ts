// How a contender's process learns what it has to do, and tells what has come of it. Knows neither calls nor commands.

import { writeSync } from 'node:fs'
import { REPORT_FD, type Looked, type Sample } from './sample.ts'
import type { Case } from './workload.ts'

/** What the parent hands to the process, as JSON in its only argument. */
export interface Order {
  /** URLs of the modules. */
  readonly workload: string
  readonly contender: string
  readonly case: Case
  /** The file of the contender's own program, where it has named one. */
  readonly program?: string
}

/** Wrong results end the process's runs. */
export class WrongResult extends Error {}

/** What went wrong, in a line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n', 1)[0]! : String(error)
}

/** Does what the process was started for, reports what came of it, and ends the process. */
export async function carryOut(run: (order: Order) => Promise<Sample | Looked>): Promise<never> {
  let report: Sample | Looked
  try {
    report = await run(JSON.parse(process.argv[2]!) as Order)
  } catch (error) {
    report = { status: error instanceof WrongResult ? 'wrong' : 'crashed', reason: messageOf(error) }
  }
  writeSync(REPORT_FD, `${JSON.stringify(report)}\n`)
  process.exit() // a contender that leaves timers or threads behind is not waited for
}
