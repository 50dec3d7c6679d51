// Plays one run of a random program: its task does what the program says, its callbacks write down what they are told.

import { skip, type MapOptions, type TaskContext, type TaskError } from '@parmap/core'
import { crash, type SimulatedExecutor, type VirtualClock } from '@parmap/core/testing'
import { HANG_MS, TIMEOUT_MS, type Program, type RunCase } from './random-program.ts'
import { attemptOf, numberOf } from './reference.ts'
import type { RunningItems } from './running-items.ts'
import type { Seen } from './seen.ts'
import { watchedItems } from './watched-items.ts'

/** What ends runs early in these programs. */
export const ABORTED = 'aborted'
export const CALLBACK_FAILED = 'callback failed'

/** What all runs of a program have in common. */
export interface Stage {
  readonly program: Program
  readonly clock: VirtualClock
  readonly executor: SimulatedExecutor
  readonly running: RunningItems
  onStart(): void
  onPull(run: number): void
}

export async function playRun(stage: Stage, run: number, seen: Seen): Promise<void> {
  const one = stage.program.runs[run]!
  try {
    await stage.clock.sleep(one.startsAt)
    if (one.verb === 'submit') await submitAll(stage, run, seen)
    else await mapAll(stage, run, seen)
  } catch (error) {
    seen.rejected = { error }
  }
  seen.isOver = true
  seen.overAt = stage.clock.now()
}

function counter(one: RunCase): (by: RunCase['end']['by'], so: number) => boolean {
  return (by, so) => one.end.by === by && so === one.end.after
}

/** The task of a run: does what the program says of its item and attempt. */
function taskOf({ program, clock, running, onStart }: Stage, run: number, seen: Seen, abort: () => void): (item: unknown, context: TaskContext) => unknown {
  const one = program.runs[run]!
  const isTime = counter(one)
  return (item, context) => {
    const n = numberOf(item)
    const { attempt } = context
    const index = n % 1_000
    const { ending, ms } = attemptOf(one.items[index]!, attempt)
    seen.starts.push([index, attempt])
    running.start(run, item, attempt)
    const mayRerun = one.idempotent // at once: what it threw may have been lost
    if (!mayRerun && clock.now() < (seen.thrownAt.get(index) ?? -Infinity) + (one.retryDelay ?? 0)) seen.hasty++
    seen.mostRunning = Math.max(seen.mostRunning, running.of(run))
    if (one.isHeard && (one.verb === 'map' || one.verb === 'forEach')) seen.mostAhead = Math.max(seen.mostAhead, seen.pulled - seen.outcomes.length)
    onStart()
    if (isTime('abort', seen.starts.length)) abort()
    const finish = (): unknown => {
      const isAlive = running.end(item, attempt)
      if (ending === 'crash') crash({ exitCode: 9 })
      if (ending === 'throw') {
        if (isAlive) seen.thrownAt.set(index, clock.now())
        throw new Error(`item ${index}, attempt ${attempt}`)
      }
      if (ending === 'skip') return skip
      return ending === 'unclonable' && program.isolation !== 'none' ? { n, f: () => n } : n * 10
    }
    if (ending === 'hang' && one.hasTimeout) return clock.sleep(HANG_MS, one.heedsSignal ? context.signal : undefined).finally(() => { running.end(item, attempt) })
    return ms === undefined ? finish() : clock.sleep(ms).then(finish)
  }
}

async function mapAll(stage: Stage, run: number, seen: Seen): Promise<void> {
  const { program, clock, executor } = stage
  const one = program.runs[run]!
  const { verb, errors, concurrency, window, batchSize, retries, retryDelay, idempotent, hasTimeout, priority, readerMs, isHeard } = one
  const controller = new AbortController()
  const isTime = counter(one)
  const options: MapOptions<unknown> = {
    errors, concurrency, window, batchSize, priority, idempotent,
    retries: { limit: retries, delay: retryDelay },
    timeout: hasTimeout ? TIMEOUT_MS : undefined,
    signal: controller.signal,
    onOutcome: !isHeard ? undefined : (outcome) => {
      seen.outcomes.push(outcome)
      if (isTime('outcome', seen.outcomes.length)) throw CALLBACK_FAILED // oxlint-disable-line no-throw-literal
    },
    onProgress: (progress) => {
      seen.progress.push(progress)
      if (isTime('progress', seen.progress.length)) throw CALLBACK_FAILED // oxlint-disable-line no-throw-literal
    },
  }
  const abort = (): void => {
    const isFirst = errors !== 'stop' || (isHeard && !seen.outcomes.some(({ status }) => status === 'rejected'))
    seen.isAborted ||= isFirst && !seen.isOver
    controller.abort(ABORTED)
  }
  const task = taskOf(stage, run, seen, abort)
  const items = watchedItems(clock, run, one, seen, () => { stage.onPull(run) })
  seen.isBegun = true
  if (verb === 'map') seen.values.push(...(await executor.map(task, items, options)))
  else if (verb === 'forEach') await executor.forEach(task, items, options as MapOptions<unknown, 'stop'>)
  else {
    for await (const value of executor[verb as 'imap'](task, items, options)) {
      seen.values.push(value)
      if (isTime('reader', seen.values.length)) break
      if (readerMs === 0 || !isHeard) continue
      await clock.sleep(readerMs)
      const omitted = seen.outcomes.filter(({ status }) => status === 'skipped' || (status === 'rejected' && errors !== 'settle')).length
      seen.mostAhead = Math.max(seen.mostAhead, seen.pulled - seen.values.length - omitted)
    }
  }
}

async function submitAll(stage: Stage, run: number, seen: Seen): Promise<void> {
  const { program, clock, executor } = stage
  const one = program.runs[run]!
  const { retries: limit, retryDelay: delay, idempotent, hasTimeout, priority } = one
  const controller = new AbortController()
  const options = { signal: controller.signal, retries: { limit, delay }, idempotent, timeout: hasTimeout ? TIMEOUT_MS : undefined, priority }
  const task = taskOf(stage, run, seen, () => { controller.abort(ABORTED) })
  await Promise.all([...(watchedItems(clock, run, one, seen, () => undefined) as Iterable<unknown>)].map(async (item, index) => {
    // The number of the last attempt is told of failures only.
    const attempts = (): number => Math.max(1, ...seen.starts.filter(([at]) => at === index).map(([, attempt]) => attempt))
    const told = { index, ms: 0, worker: undefined }
    try {
      const value = await executor.submit(task, item, options)
      seen.outcomes.push({ ...told, attempts: attempts(), ...(value === skip ? { status: 'skipped' } : { status: 'fulfilled', value }) })
    } catch (error) {
      if (typeof (error as TaskError).attempts === 'number') seen.outcomes.push({ ...told, attempts: (error as TaskError).attempts, status: 'rejected', reason: error as TaskError })
      else seen.rejected = { error }
    }
  }))
}
