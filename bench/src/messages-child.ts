// The process of one contender on threads that runs a case while its messages are counted, by message-counter.ts, which is
// loaded before this and in each thread. Nobody takes its time.

import { difference } from './check.ts'
import type { Contender } from './contender.ts'
import { loadDrive } from './drive.ts'
import { messageTotal } from './message-total.ts'
import { carryOut, WrongResult, type Order } from './order.ts'
import type { Looked } from './sample.ts'
import type { Workload } from './workload.ts'

async function run(order: Order): Promise<Looked> {
  const { workload } = (await import(order.workload)) as { readonly workload: Workload }
  const { contender } = (await import(order.contender)) as { readonly contender: Contender }
  const { concurrency, repetition } = order.case
  const { expected, ...work } = await workload.prepare(order.case)
  const drive = await loadDrive(contender, workload.way)
  const total = messageTotal()
  const job = { ...work, concurrency }
  if (repetition !== undefined) await drive(job) // of a steady run, whose workers are there already
  const before = Atomics.load(total, 0)
  const results = await drive(job)
  const sentBytes = Number(Atomics.load(total, 0) - before)
  const wrong = difference(results, expected())
  if (wrong !== undefined) throw new WrongResult(wrong)
  return { status: 'looked', sentBytes }
}

await carryOut(run)
