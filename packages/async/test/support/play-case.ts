// Plays a random program for real and writes down all that can be seen of it.

import { asyncExecutor, skip, type Executor, type Functions, type Items, type MapOptions, type Outcome, type TaskContext, type TaskError } from '@parmap/async'
import { unlessHanging } from '../../../core/test/support/unless-hanging.ts'
import { nothingRead, watchedReading, type Reading } from '../../../core/test/support/watched-reading.ts'
import type { Case, RunCase } from './random-case.ts'
import { attemptOf } from './reference.ts'

/** What was seen of one run. */
export interface Seen extends Reading {
  readonly values: unknown[]
  /** What it was rejected with, in an object because that may be anything. */
  rejected?: { readonly error: unknown }
  readonly outcomes: Outcome<unknown>[]
  /** Index and attempt of every start, in order. */
  readonly starts: (readonly [index: number, attempt: number])[]
  /** How much had been pulled when the executor was closed. */
  pulledAtClose: number | undefined
  running: number
  mostRunning: number
  /** The most items read and not handed over, looked at when the reader waits for nothing. */
  mostAhead: number
}

/** What was seen of a program. */
export interface Played {
  readonly runs: readonly Seen[]
  readonly mostRunning: number
  readonly statsAtEnd: ReturnType<Executor['stats']>
  /** Starts and reads that came after everything had stopped. */
  readonly late: number
}

/** What ends runs early in these programs. */
export const ABORTED = 'aborted'
export const CALLBACK_FAILED = 'callback failed'
export const TERMINATED = 'terminated'

/** Every fourth step is a turn of the event loop, the others are microtasks. */
async function take(steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await (step % 4 === 3 ? new Promise((resolve) => { setImmediate(resolve) }) : null)
}

/** Plays all runs of a program at once; rejects when one never ends. */
export async function play(program: Case): Promise<Played> {
  const executor = asyncExecutor({ concurrency: program.concurrency })
  let [starts, running, mostRunning] = [0, 0, 0]
  const watch = (change: 1 | -1): void => {
    running += change
    mostRunning = Math.max(mostRunning, running)
    if (change === 1) meddle(executor, program, ++starts, () => { for (const { seen } of runs) seen.pulledAtClose ??= seen.pulled })
  }
  const runs: readonly { readonly seen: Seen; readonly done: Promise<void> }[] = program.runs.map((one) => playRun(executor, one, watch))
  await unlessHanging(Promise.all(runs.map(({ done }) => done)).then(() => executor.idle()))
  const seen = runs.map((one) => one.seen)
  const count = (): number => starts + seen.reduce((sum, { pulled }) => sum + pulled, 0)
  const atEnd = count()
  await take(16)
  return { runs: seen, mostRunning, statsAtEnd: executor.stats(), late: count() - atEnd }
}

function meddle(executor: Executor<Functions>, { meddling }: Case, starts: number, onClose: () => void): void {
  for (const { after, what } of meddling) {
    if (after !== starts) continue
    if (typeof what === 'number') executor.concurrency = what
    else if (what === 'close') {
      onClose()
      void executor.close()
    }
    else if (what === 'terminate') void executor.terminate(TERMINATED)
    else {
      executor.pause()
      setImmediate(() => { executor.resume() })
    }
  }
}

function playRun(executor: Executor<Functions>, one: RunCase, watch: (change: 1 | -1) => void): { readonly seen: Seen; readonly done: Promise<void> } {
  const seen: Seen = { values: [], outcomes: [], starts: [], ...nothingRead(), pulledAtClose: undefined, running: 0, mostRunning: 0, mostAhead: 0 }
  const controller = new AbortController()
  const { verb, end, errors, concurrency, window, batchSize, retries, priority } = one
  const count = (by: RunCase['end']['by'], so: number): boolean => end.by === by && so === end.after
  const options: MapOptions<unknown> = {
    errors, concurrency, window, batchSize, priority,
    retries: { limit: retries, delay: 0 },
    signal: controller.signal,
    onOutcome: (outcome) => {
      seen.outcomes.push(outcome)
      if (count('callback', seen.outcomes.length)) throw CALLBACK_FAILED // oxlint-disable-line no-throw-literal
    },
  }
  const task = (index: number, { attempt }: TaskContext): unknown => {
    const { ending, steps, isSync } = attemptOf(one.items[index]!.attempts, attempt)
    seen.starts.push([index, attempt])
    seen.mostRunning = Math.max(seen.mostRunning, ++seen.running)
    watch(1)
    if (!isStream(verb)) seen.mostAhead = Math.max(seen.mostAhead, seen.pulled - seen.outcomes.length)
    if (count('abort', seen.starts.length)) controller.abort(ABORTED)
    const finish = (): unknown => {
      seen.running--
      watch(-1)
      if (ending === 'throw') throw new Error(`item ${index}, attempt ${attempt}`)
      return ending === 'skip' ? skip : index * 10
    }
    return isSync ? finish() : take(steps).then(finish)
  }
  const submitAll = async (): Promise<void> => {
    const { signal, retries: limit } = options
    await Promise.all([...(inputOf(one, seen) as Iterable<number>)].map(async (item, index) => {
      const attempts = (): number => Math.max(0, ...seen.starts.filter(([at]) => at === index).map(([, attempt]) => attempt))
      try {
        const value = await executor.submit(task, item, { signal, retries: limit, priority })
        seen.outcomes.push({ index, ms: 0, worker: 'main', attempts: attempts(), ...(value === skip ? { status: 'skipped' } : { status: 'fulfilled', value }) })
      } catch (error) {
        if (error === ABORTED || error === TERMINATED) seen.rejected = { error }
        else seen.outcomes.push({ index, ms: 0, worker: 'main', attempts: (error as TaskError).attempts, status: 'rejected', reason: error as TaskError })
      }
    }))
  }
  const read = async (): Promise<void> => {
    if (verb === 'submit') return submitAll()
    const items = inputOf(one, seen)
    if (verb === 'map') seen.values.push(...(await executor.map(task, items, options)))
    else if (verb === 'forEach') await executor.forEach(task, items, options as MapOptions<unknown, 'stop'>)
    else {
      for await (const value of executor[verb](task, items, options)) {
        seen.values.push(value)
        if (count('reader', seen.values.length)) break
        await take(one.readerSteps + 4)
        const omitted = seen.outcomes.filter(({ status }) => status === 'skipped' || (status === 'rejected' && errors !== 'settle')).length
        seen.mostAhead = Math.max(seen.mostAhead, seen.pulled - seen.values.length - omitted)
      }
    }
  }
  return { seen, done: read().catch((error: unknown) => { seen.rejected = { error } }) }
}

const isStream = (verb: RunCase['verb']): boolean => verb === 'imap' || verb === 'imapUnordered'

/** The items of a run, through an input that records how it is read. */
function inputOf({ input, items, inputFails }: RunCase, seen: Seen): Items<number> {
  const make = (index: number): number | Promise<number> => {
    const { as, steps } = items[index]!
    if (as === 'plain') return index
    const promise = take(steps).then(() => (as === 'promise' ? index : Promise.reject(new Error(`no item ${index}`))))
    promise.catch(() => undefined) // whether it is ever read is the program's business
    return promise
  }
  const pause = async (): Promise<boolean> => {
    await take(1)
    return true
  }
  return watchedReading({ shape: input, count: items.length, make, fails: inputFails, pause }, seen) as Items<number>
}
