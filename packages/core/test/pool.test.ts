// The parent's half of workers that are apart, told by the test what they say and what they put aside.

import { importTask, type Batch, type WorkerExit } from '@parmap/core'
import { encodeError } from '@parmap/core/worker'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { manualPool } from './support/manual-pool.ts'
import { batchOf as anyBatch, RecordingSink } from './support/recording-sink.ts'

const TASK = importTask('file:///never-loaded.mjs')
const batchOf = (items: readonly unknown[], more?: Partial<Batch>): Batch => anyBatch(items, TASK, more)

test('what was put aside after a message, and found before it, is not taken back by it', () => {
  const { backend, links } = manualPool()
  const sink = new RecordingSink()
  const { id } = batchOf([])
  backend.dispatch(batchOf([0, 1, 2, 3], { id }), sink)
  links[0]!.aside.push([id, 2, 3, []])
  links[0]!.collect()
  links[0]!.tell(id, 0, ['zero'], 1, 1)
  links[0]!.die()
  expect(sink.told.slice(1)).toEqual([['fulfilled', 0, 'zero', 0], ['lost', 1, true], ['lost', 2, 'unknown'], ['lost', 3, false]])
})

test('a batch that waits for the slot of another takes no slot of its worker', async () => {
  const { backend, links } = manualPool({ workers: 2, slots: 2 })
  const sent: string[] = []
  const send = (batch: Batch): number => {
    backend.dispatch(batch, Object.assign(new RecordingSink(), { sentTo: (worker: string) => { sent.push(worker) } }))
    return batch.id
  }
  const [, second] = [send(batchOf([0, 1])), send(batchOf([0, 1]))]
  await Promise.resolve() // both are ready
  const [, fourth] = [send(batchOf([0, 1])), send(batchOf([0, 1]))]
  send(batchOf([0, 1], { after: second }))
  links[1]!.tell(fourth, 0, ['a', 'b'], 2, 2)
  send(batchOf([0, 1]))
  expect(sent).toEqual(['manual-1', 'manual-2', 'manual-1', 'manual-2', 'manual-2', 'manual-2'])
})

describe('an item that was told to stop', () => {
  test.each([['is not killed with its worker when it has ended, although that was only put aside', true], ['is killed with its worker', false]])('%s', (_what, hasEnded) => {
    vi.useFakeTimers()
    onTestFinished(() => { vi.useRealTimers() })
    const { backend, links } = manualPool({ limits: { killGrace: 10 } })
    const batch = batchOf([0, 1])
    backend.dispatch(batch, new RecordingSink())
    backend.cancel(batch.id, [0], new Error('enough'))
    links[0]!.aside.push([batch.id, 1, 1, hasEnded ? [[0, ['zero'], undefined]] : []])
    vi.advanceTimersByTime(10)
    expect(links[0]!.isKilled).toBe(!hasEnded)
  })
})

describe('a worker that dies', () => {
  test.each([
    ['of what it said last', [true], 'thrown'],
    ['later, of something else, after it has lived on', [true, false], undefined],
  ])('%s', (_how, says, expected) => {
    const { backend, links } = manualPool()
    const exits: (WorkerExit | undefined)[] = []
    backend.dispatch(batchOf([0]), Object.assign(new RecordingSink(), { lost: (_index: number, _started: unknown, exit: WorkerExit | undefined) => { exits.push(exit) } }))
    for (const isDying of says) links[0]!.say({ is: 'dying', error: isDying ? encodeError(new Error('thrown')) : undefined })
    links[0]!.die()
    expect(exits.map((exit) => (exit?.cause as Error | undefined)?.message)).toEqual([expected])
  })

  test('while a task runs is no sign that another, which was about to begin, cannot be begun', async () => {
    const { backend, links } = manualPool({ slots: 2 })
    const other = importTask('file:///never-loaded-either.mjs')
    const sinks = Array.from({ length: 3 }, () => new RecordingSink())
    for (const [round, sink] of sinks.entries()) {
      const running = batchOf([0])
      backend.dispatch(running, new RecordingSink())
      backend.dispatch(anyBatch([0], other), sink)
      links[round]!.say({ is: 'ready' })
      links[round]!.tell(running.id, 0, [], 1, 1)
      links[round]!.die()
    }
    expect(sinks.map(({ told }) => told.at(-1))).toEqual(sinks.map(() => ['lost', 0, false]))
    backend.dispatch(anyBatch([0], other), sinks[0]!) // alone it is, three times
    links[3]!.die()
    for (const round of [4, 5]) {
      backend.dispatch(anyBatch([0], other), sinks[0]!)
      links[round]!.die()
    }
    expect(sinks[0]!.told.at(-1)![0]).toBe('unusable')
  })
})
