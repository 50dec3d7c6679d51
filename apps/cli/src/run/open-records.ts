// What the records of a run go to: opened before anything runs, closed when all has ended.

import { CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Input } from '../input/input.ts'
import type { Job } from '../journal/job.ts'
import { openJournal } from '../journal/open-journal.ts'
import type { RecordRequest } from '../options/record-options.ts'
import { openSink } from '../output/open-sink.ts'
import { ResultWriter } from '../output/result-writer.ts'
import type { Report } from '../report.ts'
import { Records, type Codec } from './records.ts'

/** Records, and what they go to. */
export interface OpenRecords<G> {
  readonly records: Records<G>
  /** What is not to be written to faster than it is read. */
  readonly outs: readonly Pick<ResultWriter, 'isFull' | 'drained'>[]
  /** Says who is told when something cannot be written any more; and tells the user what was wrong with the journal. */
  attach(onFailure: (error: Error) => void): void
  /** Resolves when all has been written. */
  close(): Promise<void>
}

/**
 * Opens what records are to go to; undefined where none are kept.
 * @throws CommandError where it cannot be opened, or the journal is not one to go on with
 */
export async function openRecords<G>(request: RecordRequest, job: Job, input: Pick<Input, 'carried'>, codec: Codec<G>, report: Pick<Report, 'note'>): Promise<OpenRecords<G> | undefined> {
  const { journal: wanted, isEnvelope, errorsTo } = request
  if (wanted === undefined && !isEnvelope && errorsTo === undefined) return undefined
  let onError = (_error: Error): void => undefined
  const tell = (error: Error): void => { onError(error) }
  // First what may be refused: nothing of another run is touched before.
  const journal = wanted && (await openJournal({ ...wanted, job, onError: tell }))
  const errors = errorsTo === undefined ? undefined : await openErrors(errorsTo, tell, report)
  return {
    records: new Records({ carried: input.carried, codec, journal, isEnvelope, onFailed: errors && ((line) => { errors.write(line) }) }),
    outs: errors === undefined ? [] : [errors],
    attach(onFailure) {
      onError = onFailure
      if (journal !== undefined && journal.repaired > 0) report.note(`the journal ended in the middle of a record, which has been cut off (${journal.repaired} bytes)`)
    },
    async close() {
      journal?.close()
      await errors?.end()
    },
  }
}

async function openErrors(path: string, onError: (error: Error) => void, report: Pick<Report, 'note'>): Promise<ResultWriter> {
  const failed = (error: unknown): CommandError => new CommandError(EXIT.stream, `cannot write ${path}: ${messageOf(error)}`, { cause: error })
  const stream = await openSink(path, (text) => { report.note(text) }).catch((error: unknown) => { throw failed(error) })
  return new ResultWriter({ stream, onError: (error) => { onError(failed(error)) }, onWrite: () => undefined })
}
