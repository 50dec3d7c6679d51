// How the output of a command stands in a record: its stdout. What it has said on stderr is not kept.

import type { Codec } from '../run/records.ts'
import { CommandOutput, PrintedBytes } from './command-output.ts'

/** For the outputs of commands. */
export const outputCodec: Codec<CommandOutput> = {
  contentOf: ({ stdout }) => ({ bytes: Buffer.concat([...stdout.chunks()]) }),
  givenOf: (content) => new CommandOutput(new PrintedBytes(content === undefined || !('bytes' in content) ? Buffer.alloc(0) : Buffer.from(content.bytes as string))),
  lineOf(line, given) {
    given?.stdout.discard()
    return new CommandOutput(new PrintedBytes(Buffer.from(line)), given?.stderr)
  },
}
