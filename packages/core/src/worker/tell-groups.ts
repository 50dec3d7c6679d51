// Packs what has been gathered and sends it as one message. Only where a value cannot be copied, each is sent by itself, to
// find out which, and with nothing of the others.

import { encodeError } from '../error-codec.ts'
import { packedTransfer } from '../packing/packed-transfer.ts'
import type { OutcomeGroup } from '../pool/messages.ts'
import { unclonablePath } from '../unclonable-path.ts'
import { openGroup, type Gathered } from './gathered.ts'

export interface Telling {
  readonly groups: readonly Gathered[]
  /** What is to be transferred with moved results, by their indexes. */
  readonly moved: ReadonlyMap<number, readonly object[]>
  /** Whether the channel copies an object that structured clone does; undefined: it does. */
  readonly isCopyable: ((value: object) => boolean) | undefined
  /** Throws where a value cannot be copied, and then has sent nothing. */
  readonly say: (outcomes: readonly OutcomeGroup[], transfer: readonly object[]) => void
}

export function tellGroups(telling: Telling): void {
  const { groups, moved, say } = telling
  try {
    const packed = groups.map(packGroup)
    say(packed, [...[...moved.values()].flat(), ...packed.flatMap(transferOf)])
  } catch {
    tellEach(telling)
  }
}

function tellEach(telling: Telling): void {
  for (const group of telling.groups) {
    if (group.is !== 'values') telling.say([group], [])
    else for (let n = 0; n < group.values.length; n++) tellValue(telling, group.first + n, group.values.values[n], group.ms?.values[n] as number | undefined)
  }
}

function tellValue({ moved, isCopyable, say }: Telling, index: number, value: unknown, ms: number | undefined): void {
  try {
    say([packGroup(openGroup(index, value, ms, 1))], moved.get(index) ?? [])
  } catch (error) {
    say([{ is: 'unserializable', index, path: unclonablePath(value, isCopyable), error: encodeError(error, isCopyable) }], [])
  }
}

function packGroup(group: Gathered): OutcomeGroup {
  return group.is === 'values' ? { ...group, values: group.values.pack(), ms: group.ms?.pack() } : group
}

/** What packing has made can be handed over. */
function transferOf(group: OutcomeGroup): readonly object[] {
  return group.is === 'values' ? [...packedTransfer(group.values), ...(group.ms === undefined ? [] : packedTransfer(group.ms))] : []
}
