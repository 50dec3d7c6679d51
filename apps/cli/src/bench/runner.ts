// Runs the task over all items in the way of one candidate. What it opens stays open from run to run.

import { subscribe } from 'node:diagnostics_channel'
import { skip, type Executor, type TaskContext } from '@parmap/core'
import { isThenable } from '@parmap/core/worker'
import { openBackend } from '../backends.ts'
import type { Sent } from '../worker/parsers.ts'
import { prepare, runOnText, text, type State } from '../worker/text-task.ts'
import { failureLine, resultLine, settledLine } from './difference.ts'
import type { Order } from './order.ts'

/** What a run came to. */
export interface Ran {
  /** The line of each item, in order. */
  readonly outcomes: readonly string[]
  /** Items in a batch, on average; undefined where they do not travel. */
  readonly batchItems: number | undefined
}

/** Runs all items once. */
export type Runner = (items: readonly Sent[]) => Promise<Ran>

const KILL_AFTER_MS = 1_000

/** Makes ready what the first run does not pay for: nothing but the modules of this program. */
export async function openRunner({ job, candidate: { backend, jobs, workers }, enoughMs = Infinity }: Order): Promise<Runner> {
  if (backend === 'serial') {
    let state: State | undefined
    return async (items) => ({ outcomes: await loop(items, (state ??= await prepare(job)), enoughMs), batchItems: undefined })
  }
  let executor: Executor | undefined
  let [batches, carried] = [0, 0]
  subscribe('parmap:batch:start', (message) => {
    batches++
    carried += (message as { readonly items: number }).items
  })
  const task = text.with(job)
  return async (items) => {
    executor ??= (await openBackend({ backend, jobs: { items: jobs }, workers, killAfter: KILL_AFTER_MS })).executor
    ;[batches, carried] = [0, 0]
    const settled = await executor.map(task, items, { errors: 'settle', concurrency: jobs })
    const outcomes = new Array<string>(items.length).fill(resultLine(skip))
    for (const record of settled) outcomes[record.index] = settledLine(record)
    return { outcomes, batchItems: backend === 'async' || batches === 0 ? undefined : carried / batches }
  }
}

async function loop(items: readonly Sent[], state: State, enoughMs: number): Promise<string[]> {
  const outcomes: string[] = []
  const begun = performance.now()
  const { signal } = new AbortController()
  for (const [index, sent] of items.entries()) {
    try {
      const result = runOnText(sent, { index, attempt: 1, signal, state, worker: 'main' } satisfies TaskContext<State>)
      outcomes.push(resultLine(isThenable(result) ? await result : result))
    } catch (error) {
      outcomes.push(failureLine(error))
    }
    if (performance.now() - begun > enoughMs) break
  }
  return outcomes
}
