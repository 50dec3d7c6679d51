// What the records of a run go to: opened before anything runs, closed when all has ended.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Input } from '../input/input.ts'
import type { Job } from '../journal/job.ts'
import type { Journal } from '../journal/journal.ts'
import { openJournal } from '../journal/open-journal.ts'
import type { RecordRequest } from '../options/record-options.ts'
import { ResultWriter } from '../output/result-writer.ts'
import { Records, type Codec } from './records.ts'

/** Records, and what they go to. */
export interface OpenRecords<G> {
  readonly records: Records<G>
  /** Bytes of a torn record that was cut off the journal; items of it that had ended before. */
  readonly journal: Pick<Journal, 'repaired' | 'size'> | undefined
  /** Told when something cannot be written any more. */
  onError: (error: Error) => void
  /** Resolves when all has been written. */
  close(): Promise<void>
}

/**
 * Opens what records are to go to; undefined where none are kept.
 * @throws CommandError where it cannot be opened, or the journal is not one to go on with
 */
export async function openRecords<G>(request: RecordRequest, job: Job, input: Pick<Input, 'carried'>, codec: Codec<G>): Promise<OpenRecords<G> | undefined> {
  const { journal: wanted, isEnvelope, errorsTo } = request
  if (wanted === undefined && !isEnvelope && errorsTo === undefined) return undefined
  const onError = (error: Error): void => { open.onError(error) }
  const errors = errorsTo === undefined ? undefined : await openErrors(errorsTo, onError)
  const journal = wanted && (await openJournal({ ...wanted, job, onError }))
  const open: OpenRecords<G> = {
    records: new Records({ carried: input.carried, codec, journal, isEnvelope, onFailed: errors && ((line) => { errors.write(line) }) }),
    journal,
    onError: () => undefined,
    async close() {
      journal?.close()
      await errors?.end()
    },
  }
  return open
}

async function openErrors(path: string, onError: (error: Error) => void): Promise<ResultWriter> {
  const failed = (error: unknown): CommandError => new CommandError(EXIT.stream, `cannot write ${path}: ${messageOf(error)}`, { cause: error })
  const stream = createWriteStream(path)
  try {
    await once(stream, 'open')
  } catch (error) {
    throw failed(error)
  }
  return new ResultWriter({ stream, onError: (error) => { onError(failed(error)) }, onWrite: () => undefined })
}
