// Runs the task over all items in the way of one candidate. What it opens stays open from run to run. What a run came to
// is put into words only when it is asked for, after the clock has stopped.

import { subscribe } from 'node:diagnostics_channel'
import { skip, type Executor, type Settled, type TaskContext } from '@parmap/core'
import { isThenable } from '@parmap/core/worker'
import { openBackend } from '../backends.ts'
import type { Sent } from '../worker/parsers.ts'
import { prepare, runOnText, text, type State } from '../worker/text-task.ts'
import { failureLine, resultLine, settledLine } from './difference.ts'
import type { Order } from './order.ts'

/** What a run came to. */
export interface Ran {
  /** Items that have come to their end. */
  readonly items: number
  /** The line of each item, in order. */
  lines(): string[]
  /** How long each item ran where it ran; none where nobody looked. */
  itemMs(): number[]
  /** Items in a batch, on average; undefined where they do not travel. */
  readonly batchItems: number | undefined
}

/** Runs all items once. @param onFirst called when the first result is there; absent: nobody looks for it */
export type Runner = (items: readonly Sent[], onFirst?: () => void) => Promise<Ran>

const KILL_AFTER_MS = 1_000

/** Makes ready what the first run does not pay for: nothing but the modules of this program. */
export async function openRunner(order: Order): Promise<Runner> {
  const { candidate: { backend }, enoughMs, job } = order
  if (backend !== 'serial') return executorRunner(order, backend)
  // What an item takes is looked at apart from what its module takes to load.
  return loopRunner(order, enoughMs === undefined ? undefined : await prepare(job))
}

function executorRunner({ job, candidate: { jobs, workers } }: Order, backend: Parameters<typeof openBackend>[0]['backend']): Runner {
  let executor: Executor | undefined
  let [batches, carried] = [0, 0]
  subscribe('parmap:batch:start', (message) => {
    batches++
    carried += (message as { readonly items: number }).items
  })
  const task = text.with(job)
  return async (items, onFirst) => {
    executor ??= (await openBackend({ backend, jobs: { items: jobs }, workers, killAfter: KILL_AFTER_MS })).executor
    ;[batches, carried] = [0, 0]
    const settled = await executor.map(task, items, { errors: 'settle', concurrency: jobs, onOutcome: onFirst })
    return {
      items: items.length,
      lines: () => linesOf(settled, items.length),
      itemMs: () => settled.map(({ ms }) => ms),
      batchItems: backend === 'async' || batches === 0 ? undefined : carried / batches,
    }
  }
}

function linesOf(settled: readonly Settled<unknown>[], items: number): string[] {
  const lines = new Array<string>(items).fill(resultLine(skip))
  for (const record of settled) lines[record.index] = settledLine(record)
  return lines
}

/** One item after the other, without any of this. */
function loopRunner({ job, enoughMs }: Order, prepared: State | undefined): Runner {
  let state = prepared
  const { signal } = new AbortController()
  return async (items, onFirst) => {
    state ??= await prepare(job)
    const results: unknown[] = []
    const failed = new Map<number, unknown>()
    const ends: number[] = []
    const begun = performance.now()
    for (const [index, sent] of items.entries()) {
      try {
        const result = runOnText(sent, { index, attempt: 1, signal, state, worker: 'main' } satisfies TaskContext<State>)
        results.push(isThenable(result) ? await result : result)
      } catch (error) {
        failed.set(index, error)
        results.push(undefined)
      }
      if (index === 0) onFirst?.()
      if (enoughMs === undefined) continue // a look at the clock takes a tenth of what a tiny item does
      ends.push(performance.now() - begun)
      if (ends[index]! > enoughMs) break
    }
    return {
      items: results.length,
      lines: () => results.map((result, index) => (failed.has(index) ? failureLine(failed.get(index)) : resultLine(result))),
      itemMs: () => ends.map((end, index) => end - (ends[index - 1] ?? 0)),
      batchItems: undefined,
    }
  }
}
