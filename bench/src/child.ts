// The process of one contender of calls in one round: makes everything ready, runs the case as often as it says, times and
// checks every run, and reports. Loads one workload and one contender, nothing of the others.

import { mean, median } from 'simple-statistics'
import type { Contender } from './contender.ts'
import { difference } from './check.ts'
import { loadDrive, type Drive } from './drive.ts'
import { peakBytes } from './peak-memory.ts'
import { itemClock } from './pooled-item-times.ts'
import { bytesExchanged, peakBytesOf, processTree, timeOf } from './process-tree.ts'
import { repeat, type Timed } from './repetition.ts'
import { carryOut, messageOf, WrongResult, type Order } from './order.ts'
import type { Sample } from './sample.ts'
import type { Case, Prepared, Workload } from './workload.ts'

const MICROSECONDS = 1e6
const MILLISECONDS = 1e3

async function run(order: Order): Promise<Sample> {
  const { workload } = (await import(order.workload)) as { readonly workload: Workload }
  const { contender } = (await import(order.contender)) as { readonly contender: Contender }
  const prepared = await workload.prepare(order.case)
  let drive: Drive
  try {
    drive = await loadDrive(contender, workload.way)
  } catch (error) {
    return { status: 'missing', reason: messageOf(error) }
  }
  // Nobody pays for what making ready has left. Not between runs: a collection on demand is more thorough than those of
  // any program's own, and throws away compiled code that refers to what the run before has left.
  globalThis.gc?.()
  return measure(drive, order.case, prepared)
}

const children = (): number[] => processTree(process.pid).slice(1)

interface Run extends Timed {
  readonly userSeconds: number
  readonly systemSeconds: number
  readonly bytes: number
}

async function measure(drive: Drive, { concurrency, items, repetition, timesItems }: Case, { expected, ...work }: Prepared): Promise<Sample> {
  let peak: number | undefined
  let childrenBytes = 0
  let threads = 0
  process.on('worker', () => { threads++ })
  const times = timesItems === true ? itemClock(work, items) : undefined
  const job = { ...work, concurrency, ...times?.note(work) }
  let right: readonly unknown[] | undefined
  const once = async (): Promise<Run> => {
    times?.clear()
    const bytes = bytesExchanged()
    const before = timeOf(children())
    const cpu = process.cpuUsage()
    const start = performance.now()
    const results = await drive(job)
    const seconds = (performance.now() - start) / MILLISECONDS
    const { user, system } = process.cpuUsage(cpu)
    const after = timeOf(children())
    const figures = {
      seconds,
      userSeconds: user / MICROSECONDS + Math.max(0, after.userSeconds - before.userSeconds),
      systemSeconds: system / MICROSECONDS + Math.max(0, after.systemSeconds - before.systemSeconds),
      bytes: bytesExchanged() - bytes,
    }
    if (peak === undefined) {
      childrenBytes = peakBytesOf(children())
      peak = peakBytes() + childrenBytes
    }
    const wrong = difference(results, (right ??= expected()))
    if (wrong !== undefined) throw new WrongResult(wrong)
    return figures
  }
  const { runs, counted } = await repeat(once, repetition)
  return {
    status: 'measured',
    seconds: median(counted.map(({ seconds }) => seconds)),
    userSeconds: mean(counted.map(({ userSeconds }) => userSeconds)),
    systemSeconds: mean(counted.map(({ systemSeconds }) => systemSeconds)),
    firstSeconds: runs[0]!.seconds,
    spentSeconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    peakBytes: peak!,
    ...(threads > 0 && { hasThreads: true }),
    ...(childrenBytes > 0 && { childrenBytes, sentBytes: counted.at(-1)!.bytes }),
    ...(times && { itemSeconds: times.percentiles() }),
  }
}

await carryOut(run)
