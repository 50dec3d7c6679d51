// The process of one contender of calls that ends with its first result: how long a program takes that has to start, load
// the contender, and wait for it. It imports as little as can be, for that is part of the time.

import { difference } from './check.ts'
import type { Contender } from './contender.ts'
import { isStreamed, loadFirst } from './first-result.ts'
import { carryOut, WrongResult, type Order } from './order.ts'
import type { Looked } from './sample.ts'
import type { Workload } from './workload.ts'

const MILLISECONDS = 1e3

async function run({ workload: workloadUrl, contender: contenderUrl, case: case_ }: Order): Promise<Looked> {
  // Before the workload, which may import what belongs to it.
  const { contender } = (await import(contenderUrl)) as { readonly contender: Contender }
  const begun = performance.now()
  const { workload } = (await import(workloadUrl)) as { readonly workload: Workload }
  const { expected, ...work } = await workload.prepare(isStreamed(workload.way) ? case_ : { ...case_, items: 1 })
  const makingMs = performance.now() - begun // of items; no cost of the contender

  const first = await loadFirst(contender, workload.way)
  const { value, place } = await first({ ...work, concurrency: case_.concurrency })
  const firstResultSeconds = (performance.now() - makingMs) / MILLISECONDS // since the process began
  const wrong = place === undefined ? undefined : difference([value], [expected()[place]])
  if (wrong !== undefined) throw new WrongResult(wrong)
  return { status: 'looked', firstResultSeconds }
}

await carryOut(run)
