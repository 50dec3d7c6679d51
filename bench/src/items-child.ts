// The process of one contender of calls whose items are timed, where that would weigh on the time of the whole: they take
// less than a millisecond, or their worker keeps something that has to be made for them. Nobody takes the time of its runs.

import { difference } from './check.ts'
import type { CallWayName, Contender } from './contender.ts'
import { loadDrive } from './drive.ts'
import { carryOut, WrongResult, type Order } from './order.ts'
import { itemClock } from './pooled-item-times.ts'
import type { Looked } from './sample.ts'
import type { Workload } from './workload.ts'

const IN_WORKERS: ReadonlySet<CallWayName> = new Set(['pool', 'cold', 'move', 'flow'])

async function run(order: Order): Promise<Looked> {
  const { workload } = (await import(order.workload)) as { readonly workload: Workload }
  const { contender } = (await import(order.contender)) as { readonly contender: Contender }
  const { concurrency, idle, items, repetition } = order.case
  const { expected, ...work } = await workload.prepare(order.case)
  // A task that neither waits nor runs in a worker has ended before anybody hears of it: that would be the time of a queue.
  if (idle === undefined && !IN_WORKERS.has(workload.way)) return { status: 'looked' }
  const drive = await loadDrive(contender, workload.way)
  const times = itemClock(work, items)
  const job = { ...work, concurrency, ...times.note(work) }
  times.clear()
  let results = await drive(job)
  if (repetition !== undefined) {
    times.clear() // of a steady run, whose code is compiled
    results = await drive(job)
  }
  const wrong = difference(results, expected())
  if (wrong !== undefined) throw new WrongResult(wrong)
  if (workload.way === 'flow' && !times.hasAny) return { status: 'looked' } // some of its contenders have no workers
  return { status: 'looked', itemSeconds: times.percentiles() }
}

await carryOut(run)
