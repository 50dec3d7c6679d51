// Several records as one item: `-n 3` gives a function an array of three.

import { BLANK, type Block, type Place, type RawRecord } from './block.ts'

interface Member {
  readonly block: Block
  readonly position: number
  readonly value: unknown
  readonly failure: unknown
}

/** Blocks of groups. The last group may be smaller. */
export async function* groupBlocks(blocks: AsyncIterable<Block>, size: number): AsyncGenerator<Block, undefined> {
  let members: Member[] = []
  for await (const block of blocks) {
    for (let position = 0; position < block.length; position++) {
      const member = memberOf(block, position)
      if (member.value !== BLANK) members.push(member)
    }
    const whole = members.length - (members.length % size)
    if (whole > 0) yield new GroupBlock(members.slice(0, whole), size)
    members = members.slice(whole)
  }
  if (members.length > 0) yield new GroupBlock(members, size)
}

function memberOf(block: Block, position: number): Member {
  try {
    return { block, position, value: block.value(position), failure: undefined }
  } catch (failure) {
    return { block, position, value: undefined, failure }
  }
}

class GroupBlock implements Block {
  readonly #members: readonly Member[]
  readonly #size: number

  constructor(members: readonly Member[], size: number) {
    this.#members = members
    this.#size = size
  }

  get length(): number { return Math.ceil(this.#members.length / this.#size) }

  /** @throws what is wrong with the first member that is no item: the group fails with it */
  value(position: number): unknown[] {
    return this.#group(position).map(({ value, failure }) => {
      if (failure !== undefined) throw failure
      return value
    })
  }

  raw(position: number): RawRecord {
    return this.#group(position).flatMap(({ block, position: at }) => block.raw(at))
  }

  place(position: number): Place {
    const { block, position: at } = this.#group(position)[0]!
    return block.place(at)
  }

  #group(position: number): readonly Member[] { return this.#members.slice(position * this.#size, (position + 1) * this.#size) }
}
