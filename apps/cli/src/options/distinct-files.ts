// Refuses calls in which one file would be written over by what belongs elsewhere, or while it is still read.

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { InputRequest } from './input-options.ts'
import type { OutputRequest } from './output-options.ts'
import type { RecordRequest } from './record-options.ts'

const [INPUT, OUTPUT] = ['-i, --input <file>', '-o, --output <file>']

/** Input and output may be one file: the output takes its place at the end. @throws through `command.error` */
export function refuseSameFile(command: Command, { inputs, output, journal, errorsTo }: Pick<InputRequest & OutputRequest & RecordRequest, 'inputs' | 'output' | 'journal' | 'errorsTo'>): void {
  const named = [['--journal <file>', journal?.path], ['--errors-to <file>', errorsTo], [OUTPUT, output], ...inputs.filter((input) => input !== '-').map((input) => [INPUT, input] as const)] as const
  const seen = new Map<string, string>()
  for (const [flag, file] of named) {
    const identity = file === undefined ? undefined : identityOf(file)
    if (identity === undefined) continue
    const other = seen.get(identity)
    if (other === undefined) seen.set(identity, flag)
    else if (flag !== INPUT || (other !== OUTPUT && other !== INPUT)) command.error(`error: option '${flag}' cannot be used with '${other}' and the same file, ${file}: it would be written over.`)
  }
}

/** By what a plain file is known under all its names; undefined for what is none, such as `/dev/null`. */
function identityOf(path: string): string | undefined {
  try {
    const stats = statSync(path)
    return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined
  } catch {
    return resolve(path) // it need not be there; why else it cannot be looked at, is said where it is opened
  }
}
