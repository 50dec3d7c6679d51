// The process of one contender in one round: makes everything ready, warms up, times one run, checks its results and
// reports. Loads one workload and one contender, nothing of the others.

import { writeSync } from 'node:fs'
import type { Contender } from './contender.ts'
import { difference } from './check.ts'
import { loadDrive, type Drive } from './drive.ts'
import { peakBytes } from './peak-memory.ts'
import { REPORT_FD, type Sample } from './sample.ts'
import type { Case, Prepared, Workload } from './workload.ts'

/** What the parent hands to the process, as JSON in its only argument. */
export interface Order {
  /** URLs of the modules. */
  readonly workload: string
  readonly contender: string
  readonly case: Case
}

const MICROSECONDS = 1e6
const MILLISECONDS = 1e3

async function run(order: Order): Promise<Sample> {
  const { workload } = (await import(order.workload)) as { readonly workload: Workload }
  const { contender } = (await import(order.contender)) as { readonly contender: Contender }
  const prepared = workload.prepare(order.case)
  let drive: Drive
  try {
    drive = await loadDrive(contender, workload.way)
  } catch (error) {
    return { status: 'missing', reason: messageOf(error) }
  }
  await heat(drive, order.case, prepared)
  globalThis.gc?.() // nobody pays for what making ready and warming up have left
  return measure(drive, order.case, prepared)
}

async function heat(drive: Drive, { concurrency, warmUp }: Case, { task, items }: Prepared): Promise<void> {
  if (warmUp === undefined) return
  const some = items.slice(0, warmUp.items)
  for (let count = 0; count < warmUp.runs; count++) await drive({ task, items: some, concurrency })
}

async function measure(drive: Drive, { concurrency }: Case, { task, items, expected }: Prepared): Promise<Sample> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  const results = await drive({ task, items, concurrency })
  const seconds = (performance.now() - start) / MILLISECONDS
  const { user, system } = process.cpuUsage(cpu)
  const peak = peakBytes()
  const wrong = difference(results, expected())
  if (wrong !== undefined) return { status: 'wrong', reason: wrong }
  return { status: 'measured', seconds, userSeconds: user / MICROSECONDS, systemSeconds: system / MICROSECONDS, peakBytes: peak }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n', 1)[0]! : String(error)
}

let sample: Sample
try {
  sample = await run(JSON.parse(process.argv[2]!) as Order)
} catch (error) {
  sample = { status: 'crashed', reason: messageOf(error) }
}
writeSync(REPORT_FD, `${JSON.stringify(sample)}\n`)
process.exit() // a contender that leaves timers or threads behind is not waited for
