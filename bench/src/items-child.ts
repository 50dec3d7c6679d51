// The process of one contender of calls whose items are timed, where that would weigh on the time of the whole: they take
// less than a millisecond, or their worker keeps something that has to be made for them. Nobody takes the time of its runs.

import { difference } from './check.ts'
import type { Contender } from './contender.ts'
import { loadDrive } from './drive.ts'
import { carryOut, WrongResult, type Order } from './order.ts'
import { itemClock } from './pooled-item-times.ts'
import type { Looked } from './sample.ts'
import type { Workload } from './workload.ts'

async function run(order: Order): Promise<Looked> {
  const { workload } = (await import(order.workload)) as { readonly workload: Workload }
  const { contender } = (await import(order.contender)) as { readonly contender: Contender }
  const { concurrency, repetition } = order.case
  const { expected, ...work } = await workload.prepare(order.case)
  const drive = await loadDrive(contender, workload.way)
  const times = itemClock(work)
  const job = { ...work, concurrency, ...times.note(work) }
  times.clear()
  let results = await drive(job)
  if (repetition !== undefined) {
    times.clear() // of a steady run, whose code is compiled
    results = await drive(job)
  }
  const wrong = difference(results, expected())
  if (wrong !== undefined) throw new WrongResult(wrong)
  return { status: 'looked', itemSeconds: times.percentiles() }
}

await carryOut(run)
