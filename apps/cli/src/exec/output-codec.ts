// How the output of a command stands in a record: its stdout. What it has said on stderr is not kept.

import type { Item } from '../input/item.ts'
import type { Codec } from '../run/records.ts'
import { CommandOutput, PrintedBytes } from './command-output.ts'

/** For the outputs of commands. @param tagOf what stands before each line of an item */
export const outputCodec = (tagOf: (item: Item) => Buffer | undefined): Codec<CommandOutput> => ({
  contentOf: ({ stdout }) => ({ bytes: Buffer.concat([...stdout.chunks()]) }),
  givenOf: (content, item) => new CommandOutput(new PrintedBytes(content === undefined || !('bytes' in content) ? Buffer.alloc(0) : Buffer.from(content.bytes as string)), undefined, tagOf(item)),
  lineOf(line, given) {
    given?.stdout.discard()
    return new CommandOutput(new PrintedBytes(Buffer.from(line)), given?.stderr)
  },
})
