// The parent's half of workers that are apart, told by the test what they say and what they put aside.

import { importTask, type Batch, type WorkerExit } from '@parmap/core'
import { encodeError } from '@parmap/core/worker'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
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

describe('an item that has not begun when it is told to stop', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  test('does not cost others of its worker theirs, until it has begun itself and does not stop', () => {
    const { backend, links } = manualPool({ slots: 2, limits: { killGrace: 100 } })
    const [running, waiting] = [batchOf([0]), batchOf([0])]
    for (const batch of [running, waiting]) backend.dispatch(batch, new RecordingSink())
    links[0]!.tell(running.id, 0, [], 1, 1)
    backend.cancel(waiting.id, [0], new Error('enough'))
    vi.advanceTimersByTime(10_000)
    expect(links[0]!.isKilled).toBe(false)
    links[0]!.tell(waiting.id, 0, [], 1, 1)
    vi.advanceTimersByTime(100)
    expect(links[0]!.isKilled).toBe(true)
  })

  test('is killed with its worker where nobody wants anything else of that, which does not count as a start that failed', () => {
    const { backend, links } = manualPool({ slots: 2, limits: { killGrace: 100 } })
    const sink = new RecordingSink()
    for (let round = 0; round < 4; round++) {
      const batches = [batchOf([0, 1]), batchOf([0])]
      for (const batch of batches) backend.dispatch(batch, sink)
      for (const { id, items } of batches) backend.cancel(id, [...items.keys()], new Error('enough'))
      vi.advanceTimersByTime(100)
      expect(links[round]!.isKilled).toBe(true)
      links[round]!.die()
    }
    expect(new Set(sink.told.map(([what]) => what))).toEqual(new Set(['sentTo', 'lost']))
  })
})

test('an item that a worker gives back is none of those that it may run', async () => {
  const { backend, links } = manualPool({ slots: 2, limits: { maxItemsPerWorker: 2 } })
  const dispatched = (): number => {
    const batch = batchOf([0, 1])
    backend.dispatch(batch, new RecordingSink())
    return batch.id
  }
  const givenBack = dispatched()
  await Promise.resolve() // it is ready
  for (const index of [0, 1]) links[0]!.say({ is: 'told', batch: givenBack, outcomes: [{ is: 'lost', index }], next: 0, leave: 0 })
  links[0]!.tell(dispatched(), 0, ['zero', 'one'], 2, 2)
  expect(links.map(({ posted }) => posted.map(({ is }) => is))).toEqual([['task', 'batch', 'batch', 'close']])
})

test('a worker that is one too many, since one that had been used up gave its items back, ends', async () => {
  const { backend, links } = manualPool({ slots: 4, limits: { maxItemsPerWorker: 1 } })
  const [first, second] = [batchOf([0]), batchOf([0])]
  for (const batch of [first, second]) backend.dispatch(batch, new RecordingSink())
  await Promise.resolve() // both are ready
  links[0]!.say({ is: 'told', batch: first.id, outcomes: [{ is: 'lost', index: 0 }], next: 0, leave: 0 })
  expect(links.map(({ posted }) => posted.at(-1)!.is)).toEqual(['batch', 'batch'])
  links[1]!.say({ is: 'told', batch: second.id, outcomes: [{ is: 'lost', index: 0 }], next: 0, leave: 0 })
  expect(links.map(({ posted }) => posted.at(-1)!.is)).toEqual(['batch', 'close'])
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
