// Executors that break the rules of facet 9.

import type { Batch, Outcome, Sink, TaskError } from '@parmap/core'
import { runBatch } from '@parmap/core/worker'
import { altered, LocalBackend, on, spoiltSink, type BrokenExecutor, type Options } from './broken-executor.ts'
import { Gathering } from './spoilt-backends.ts'

/** The good executor whose `map` is another. */
const withMap = (map: (run: (options: object) => Promise<unknown>, options: Options) => unknown): BrokenExecutor['createExecutor'] =>
  altered((executor) => ({ map: (task: never, items: never, options: Options) => map((changed) => executor.map(task, items, { ...options, ...changed } as never), options) }))

const isRejection = (record: unknown): record is { reason: TaskError } => (record as { status?: unknown }).status === 'rejected'

/** Runs all items, whatever fails. */
async function toTheEnd(run: (options: object) => Promise<unknown>, options: Options): Promise<unknown> {
  if (options?.errors !== undefined) return run({})
  const records = (await run({ errors: 'settle' })) as { readonly value?: unknown; readonly reason?: TaskError }[]
  const failure = records.find(({ reason }) => reason !== undefined)
  if (failure !== undefined) throw failure.reason as Error
  return records.map(({ value }) => value)
}

/** Gives a result as it is, in an error that only says that something failed. */
class Terse extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    runBatch(this.scope, batch, spoiltSink(sink, { rejected: (index, _error, ms) => { sink.rejected(index, new Error('failed'), ms) } }))
  }
}

export const BROKEN_TELLING: readonly BrokenExecutor[] = [
  { breaks: '9.1', what: 'runs all items before it rejects', createExecutor: withMap(toTheEnd) },
  {
    breaks: '9.2',
    what: 'throws at the first failure, whatever came before',
    createExecutor: altered((executor) => ({ imap: (task: never, items: never, options: Options) => (async function* () {
      const values: unknown[] = []
      for await (const value of executor.imap(task, items, options as never)) values.push(value)
      yield* values
    })() })),
  },
  {
    breaks: '9.3',
    what: 'throws the first of the failures that it should collect',
    createExecutor: withMap(async (run, options) => {
      try {
        return await run({})
      } catch (error) {
        throw options?.errors === 'collect' && error instanceof AggregateError ? error.errors[0] : error
      }
    }),
  },
  { breaks: '9.4', what: 'gives failed items no record', createExecutor: withMap(async (run, options) => (options?.errors === 'settle' ? ((await run({})) as object[]).filter((record) => !isRejection(record)) : run({}))) },
  { breaks: '9.5', what: 'tells every failure as “failed”', createExecutor: on(Terse) },
  { breaks: '9.6', what: 'gives undefined for what was skipped', createExecutor: altered((executor) => ({ submit: async (task: never, item: never, options: never) => {
    const value: unknown = await executor.submit(task, item, options)
    return typeof value === 'symbol' ? undefined : value
  } })) },
  {
    breaks: '9.7',
    what: 'swallows what callbacks throw',
    createExecutor: withMap((run, options) => run(options?.onOutcome === undefined ? {} : { onOutcome: (outcome: Outcome<never>) => {
      try {
        options.onOutcome!(outcome)
      } catch { /* swallowed */ }
    } })),
  },
  { breaks: '9.8', what: 'holds outcomes back until their batch has ended', createExecutor: on(Gathering) },
  {
    breaks: '9.9',
    what: 'tells its progress after each item',
    createExecutor: withMap((run, options) => {
      let completed = 0
      const tell = (): void => { options?.onProgress?.({ completed, failed: 0, skipped: 0, running: 0, total: 60, ms: completed }) }
      return run({ onOutcome: (outcome: Outcome<never>) => {
        completed++
        tell()
        options?.onOutcome?.(outcome)
      } })
    }),
  },
]
