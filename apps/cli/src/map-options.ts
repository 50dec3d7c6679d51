// The flags of `parmap map`, and what they come to: a request that inner code can trust. Knows nothing of how it is
// carried out.

import { Option, type Command } from 'commander'
import { BACKENDS, type BackendName } from './backends.ts'
import { refuseSameFile } from './options/distinct-files.ts'
import { addInputOptions, inputRequest, type InputRequest } from './options/input-options.ts'
import { addOutputOptions, outputRequest, type OutputRequest } from './options/output-options.ts'
import { addRecordOptions, recordRequest, type RecordRequest } from './options/record-options.ts'
import { addRunOptions, runRequest, type RunFlags } from './options/run-options.ts'
import { count } from './options/values.ts'

/** One call of `parmap map`, checked and complete. */
export interface MapRequest extends InputRequest, OutputRequest, RecordRequest, RunFlags {
  /** `<module>[#export]`, as given. */
  readonly reference: string
  readonly backend: BackendName
  /** Threads or processes; undefined: as many as there are cores. */
  readonly workers: number | undefined
}

interface MapFlags {
  readonly backend: BackendName
  readonly workers?: number
}

/** Declares the flags on the command. */
export function addMapOptions(command: Command): Command {
  addInputOptions(command, 'ndjson')
  addOutputOptions(command, 'ndjson', true)
  command
    .optionsGroup('Run:')
    .addOption(new Option('-b, --backend <name>', 'threads, processes or async (default: threads)').choices(BACKENDS).default('threads').env('PARMAP_BACKEND'))
    .addOption(new Option('--workers <n>', 'threads or processes at most (default: cores)').argParser(count(1)))
  addRunOptions(command, '16 a worker')
  return addRecordOptions(command)
}

/**
 * What a call asks for.
 * @param items what stood after `:::`
 * @throws through `command.error` where flags contradict each other
 */
export function mapRequest(command: Command, reference: string, items: readonly string[] | undefined): MapRequest {
  const [, unexpected] = command.args
  if (unexpected !== undefined) {
    command.error(`error: unexpected argument '${unexpected}': items stand after ':::', as in parmap map ${reference} ::: ${unexpected}`)
  }
  const { backend, workers } = command.opts<MapFlags>()
  if (backend === 'async' && workers !== undefined) {
    command.error(`error: option '--workers <n>' argument '${workers}' cannot be used with '-b async': it runs all items in one thread.`)
  }
  const output = outputRequest(command, true)
  const request = {
    reference,
    backend,
    workers,
    ...runRequest(command),
    ...inputRequest(command, items, 'ndjson', false),
    ...output,
    ...recordRequest(command, output.to),
  }
  refuseSameFile(command, request)
  return request
}
