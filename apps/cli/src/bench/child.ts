// The process in which one candidate is measured: reads the items, runs the task over them as often as it is told, times
// and checks the runs, and reports. Whatever becomes of it, it is a sample.

import { writeFileSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { quantile } from 'simple-statistics'
import { messageOf } from '../errors.ts'
import { giveExitBack, keepExit } from '../exit.ts'
import { userReason } from '../stop.ts'
import { firstDifference } from './difference.ts'
import { linesOf, readItems } from './item-file.ts'
import { HAS_PROC, repeat, REPORT_FD, summarise, type Percentiles, type ProcessorTime, type Sample } from './measuring.ts'
import type { Order, OwnMeasured } from './order.ts'
import { bytesOfAll, processorTime, threadMs } from './own-tree.ts'
import { openRunner, type Ran } from './runner.ts'

const MILLISECONDS = 1e3
/** Systems look at the time of threads only now and then, every few milliseconds: of less than this it says nothing. */
const LEAST_SECONDS = 0.1
const QUANTILES = [0.5, 0.95, 0.99]

/** Wrong results end the runs of the process. */
class WrongResult extends Error {}

interface Run extends ProcessorTime, Ran {
  readonly seconds: number
  readonly busy: number
  readonly blocked: number
}

async function measure(order: Order): Promise<OwnMeasured> {
  const items = readItems(order.items, order.count)
  const run = await openRunner(order)
  let peak: number | undefined
  let firstResultSeconds: number | undefined
  const once = async (): Promise<Run> => {
    const isFirst = peak === undefined
    const used = processorTime()
    const thread = threadMs()
    const loop = performance.eventLoopUtilization()
    const begun = performance.now()
    const ran = await run(items, isFirst ? () => { firstResultSeconds ??= (performance.now() - begun) / MILLISECONDS } : undefined)
    const seconds = (performance.now() - begun) / MILLISECONDS
    const wanted = (threadMs() ?? Infinity) - (thread ?? 0)
    const { utilization: busy } = performance.eventLoopUtilization(loop)
    const { userSeconds, systemSeconds } = processorTime()
    peak ??= bytesOfAll()
    // Only where the task has not run before: what it keeps in its module may change its later results, and is its own affair.
    if (isFirst) compare(ran, order)
    return { ...ran, seconds, userSeconds: userSeconds - used.userSeconds, systemSeconds: systemSeconds - used.systemSeconds, busy, blocked: seconds < LEAST_SECONDS ? 0 : Math.max(0, busy - wanted / (seconds * MILLISECONDS)) }
  }
  const { runs, counted } = await repeat(once, order.repetition)
  const first = runs[0]!
  const [last] = runs.slice(-1) as [Run]
  return {
    status: 'measured',
    seconds: summarise(counted.map(({ seconds }) => seconds)).median,
    // Their mean: the time of other processes comes in steps of 10 ms, which so are divided by the number of runs.
    userSeconds: summarise(counted.map(({ userSeconds }) => userSeconds)).mean,
    systemSeconds: summarise(counted.map(({ systemSeconds }) => systemSeconds)).mean,
    firstSeconds: first.seconds,
    spentSeconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    peakBytes: peak!,
    items: first.items,
    busy: first.busy,
    blocked: first.blocked,
    firstResultSeconds: firstResultSeconds ?? first.seconds,
    itemSeconds: itemSecondsOf(last.itemMs()),
    batchItems: last.batchItems,
    isOfAll: HAS_PROC,
  }
}

/** @throws WrongResult where an item has come to something else than it is to */
function compare(ran: Ran, { expected, outcomes }: Order): void {
  if (outcomes !== undefined) writeFileSync(outcomes, ran.lines().map((line) => `${line}\n`).join(''))
  const wrong = expected === undefined ? undefined : firstDifference(ran.lines(), linesOf(expected))
  if (wrong !== undefined) throw new WrongResult(wrong)
}

function itemSecondsOf(ms: number[]): Percentiles | undefined {
  if (ms.length === 0) return undefined
  const [p50, p95, p99] = quantile(ms, QUANTILES).map((one) => one / MILLISECONDS) as [number, number, number]
  return { p50, p95, p99 }
}

keepExit() // as in `parmap map`: a task that ends the process gets an error
let sample: Sample
try {
  sample = await measure(JSON.parse(process.argv[2]!) as Order)
} catch (error) {
  sample = { status: error instanceof WrongResult ? 'wrong' : 'crashed', reason: messageOf(userReason(error)) }
}
writeSync(REPORT_FD, `${JSON.stringify(sample)}\n`)
giveExitBack()
process.exit() // what the task has left behind is not waited for
