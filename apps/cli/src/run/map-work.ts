// The work of `parmap map`: the user's task on an executor.

import type { Executor, Retries, TaskError } from '@parmap/core'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { isItemError } from '../errors.ts'
import type { Sent } from '../worker/parsers.ts'
import type { Input } from '../input/input.ts'
import { text, type TextJob } from '../worker/text-task.ts'
import type { UserTask } from '../worker/user-task.ts'
import type { OutputFormat } from '../options/output-options.ts'
import { retryKindOf, type RetryKind } from './retry-kind.ts'
import type { HandedOver, Work } from './work.ts'

// How often a run that begins nothing more is looked at: what comes back unbegun is told to nobody.
const LOOK_MS = 20

/** What is to be run, and how. */
export interface MapWorkSetup {
  readonly executor: Executor
  readonly task: UserTask
  readonly input: Pick<Input, 'carried' | 'isGrouped'>
  readonly to: OutputFormat
  readonly concurrency: number | undefined
  /** Milliseconds of each attempt; undefined: no limit. */
  readonly timeout: number | undefined
  /** Extra attempts. */
  readonly retries: number
  /** The failures that are tried again. */
  readonly retryOn: ReadonlySet<RetryKind>
}

/** Runs a task on an executor. */
export function mapWork({ executor, task: { module, exportName }, input: { carried, isGrouped }, to, concurrency, timeout, retries: limit, retryOn }: MapWorkSetup): Work<string> {
  const task = text.with({ module, exportName, carried, isGrouped, to } satisfies TextJob)
  const isApart = executor.capabilities.isolation === 'process'
  let mayRetry = true
  const atRest = new AbortController()
  let handedOver: HandedOver | undefined
  const isAtRest = (): boolean => handedOver === undefined || handedOver.running.size === 0 || executor.stats().running === 0
  /** A paused executor keeps what has not begun, and so never ends of itself. */
  const rest = async (): Promise<void> => {
    await turn() // outcomes of one message are told one after the other, though no item of it runs any more
    while (!isAtRest()) await sleep(LOOK_MS)
    atRest.abort()
  }
  // What cannot be read or written would fail again.
  const isTriedAgain = (error: TaskError): boolean => mayRetry && !isItemError(error.cause) && retryOn.has(retryKindOf(error))
  const failedOnce = new Set<number>()
  const retries: Retries = {
    limit,
    retryIf(error) {
      if (!isTriedAgain(error)) return false
      failedOnce.add(error.index)
      return true
    },
  }
  return {
    endsByAbort: false,
    beginNoMore() {
      if (!mayRetry) return
      mayRetry = false
      executor.pause()
      void rest()
    },
    running() {
      const { running: slots, workers } = executor.stats()
      // Of what has a slot, some may wait in a worker that computes. Threads share memory, which tells; a process tells when it can.
      return isApart ? slots : Math.min(slots, Math.max(1, workers.reduce((sum, { running }) => sum + running, 0)))
    },
    isRunningBound: isApart,
    triedAgain: failedOnce,
    // Of processes, which would outlive this one by half a second. What goes wrong then has nobody left to be told.
    kill() { executor.terminate().catch(() => undefined) },
    async run(items, onOutcome, signal) {
      handedOver = items
      const ended: typeof onOutcome = (outcome) => {
        if (failedOnce.size > 0) failedOnce.delete(outcome.index)
        onOutcome(outcome)
      }
      try {
        await executor.forEach(task, items as AsyncIterable<Sent>, { concurrency, retries, timeout, signal: AbortSignal.any([signal, atRest.signal]), errors: 'settle', onOutcome: ended })
      } catch (error) {
        if (error !== atRest.signal.reason) throw error
      }
    },
    close: () => executor.close(),
  }
}
