// The process in which one candidate is measured: reads the items, runs the task over them as often as it is told, times
// and checks every run, and reports. Whatever becomes of it, it is a sample.

import { writeFileSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { messageOf } from '../errors.ts'
import { userReason } from '../stop.ts'
import { firstDifference } from './difference.ts'
import { linesOf, readItems } from './item-file.ts'
import { peakBytes, repeat, REPORT_FD, summarise, type Sample } from './measuring.ts'
import type { Order, OwnMeasured } from './order.ts'
import { openRunner, type Ran } from './runner.ts'

const MILLISECONDS = 1e3
const MICROSECONDS = 1e6

/** Wrong results end the runs of the process. */
class WrongResult extends Error {}

interface Run extends Ran {
  readonly seconds: number
  readonly userSeconds: number
  readonly systemSeconds: number
  readonly busy: number
}

async function measure(order: Order): Promise<OwnMeasured> {
  const items = readItems(order.items, order.count)
  const expected = order.expected === undefined ? undefined : linesOf(order.expected)
  const run = await openRunner(order)
  let peak: number | undefined
  // Only where the task has not run before: what it keeps in its module may change its later results, and is its own affair.
  let isFirst = true
  const once = async (): Promise<Run> => {
    const cpu = process.cpuUsage()
    const loop = performance.eventLoopUtilization()
    const begun = performance.now()
    const ran = await run(items)
    const seconds = (performance.now() - begun) / MILLISECONDS
    const { user, system } = process.cpuUsage(cpu)
    const { utilization: busy } = performance.eventLoopUtilization(loop)
    peak ??= peakBytes()
    const wrong = isFirst && expected !== undefined ? firstDifference(ran.outcomes, expected) : undefined
    isFirst = false
    if (wrong !== undefined) throw new WrongResult(wrong)
    return { ...ran, seconds, userSeconds: user / MICROSECONDS, systemSeconds: system / MICROSECONDS, busy }
  }
  const { runs, counted } = await repeat(once, order.repetition)
  if (order.outcomes !== undefined) writeFileSync(order.outcomes, runs[0]!.outcomes.map((line) => `${line}\n`).join(''))
  const typical = (key: 'seconds' | 'userSeconds' | 'systemSeconds'): number => summarise(counted.map((one) => one[key])).median
  return {
    status: 'measured',
    seconds: typical('seconds'),
    userSeconds: typical('userSeconds'),
    systemSeconds: typical('systemSeconds'),
    firstSeconds: runs[0]!.seconds,
    spentSeconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    peakBytes: peak!,
    items: runs[0]!.outcomes.length,
    busy: runs[0]!.busy,
    batchItems: runs.at(-1)!.batchItems,
  }
}

let sample: Sample
try {
  sample = await measure(JSON.parse(process.argv[2]!) as Order)
} catch (error) {
  sample = { status: error instanceof WrongResult ? 'wrong' : 'crashed', reason: messageOf(userReason(error)) }
}
writeSync(REPORT_FD, `${JSON.stringify(sample)}\n`)
process.exit() // what the task has left behind is not waited for
