// Each fault of a simulation, alone: what it does to the items of its worker, and what the log says of it.

import type { Settled } from '@parmap/core'
import { crash, simulatedExecutor, type Faults, type SimulatedDeath, type SimulatedExecutor, type SimulatedOptions, type VirtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { rejection } from '../support/outcome-of.ts'

interface Bench {
  readonly executor: SimulatedExecutor
  readonly started: unknown[]
  /** Runs four items, each 10 ms long, in batches of two on one worker of one slot. */
  run(options?: { readonly idempotent?: boolean; readonly retries?: number }): Promise<Settled<number>[]>
}

function bench(faults: Faults, options: SimulatedOptions<VirtualClock> = {}): Bench {
  const executor = simulatedExecutor({ workers: 1, slots: 1, itemMs: 0, faults, ...options })
  const started: unknown[] = []
  const task = async (item: number): Promise<number> => {
    started.push(item)
    await executor.clock.sleep(10)
    return item
  }
  return { executor, started, run: (more) => executor.map(task, [0, 1, 2, 3], { errors: 'settle', batchSize: 2, ...more }) }
}

const codes = (records: readonly Settled<number>[]): unknown[] => records.map((record) => (record.status === 'rejected' ? record.reason.code : record.value))
const deaths = ({ log }: SimulatedExecutor): SimulatedDeath[] => log.filter((event) => event.what === 'died')
const indexes = (items: SimulatedDeath['running']): number[] => items.map(({ index }) => index)
const once = (index: number): Faults['throw'] => (item) => item.index === index && item.attempt === 1

describe('a worker that dies', () => {
  test('before an item loses nothing: what had not started moves on', async () => {
    let isFirst = true
    const { executor, run, started } = bench({ crashBefore: ({ index }) => index === 0 && isFirst && !(isFirst = false) })
    expect(codes(await run())).toEqual([0, 1, 2, 3])
    expect(started).toEqual([0, 1, 2, 3])
    const [death] = deaths(executor)
    expect([death!.why, indexes(death!.running), indexes(death!.unstarted)]).toEqual(['crashBefore', [], [0, 1]])
  })

  test('while an item runs loses that, and what waits behind it moves on', async () => {
    const { executor, run, started } = bench({ crashWhile: once(0) }, { itemMs: 5 })
    expect(codes(await run())).toEqual(['PARMAP_WORKER_LOST', 1, 2, 3])
    expect(started).toEqual([0, 1, 2, 3])
    const [death] = deaths(executor)
    expect([death!.why, indexes(death!.running), indexes(death!.unstarted)]).toEqual(['crashWhile', [0], [1]])
  })

  test('when an item has ended, before it tells, loses the outcome', async () => {
    const { executor, run, started } = bench({ loseOutcome: once(1) })
    expect(codes(await run({ idempotent: true }))).toEqual([0, 1, 2, 3])
    expect(started).toEqual([0, 1, 1, 2, 3])
    const [death] = deaths(executor)
    expect([indexes(death!.untold), indexes(death!.told)]).toEqual([[1], [0]])
  })

  test('when it has told an outcome loses nothing', async () => {
    const { executor, run, started } = bench({ crashAfter: once(0) })
    expect(codes(await run())).toEqual([0, 1, 2, 3])
    expect(started).toEqual([0, 1, 2, 3])
    const [death] = deaths(executor)
    expect([indexes(death!.told), indexes(death!.unstarted)]).toEqual([[0], [1]])
  })

  test('is replaced, and there are never more workers than allowed', async () => {
    const { executor, run } = bench({ crashAfter: 1 })
    await run()
    expect(deaths(executor).map(({ worker }) => worker)).toEqual(['simulated-1', 'simulated-2', 'simulated-3', 'simulated-4'])
    expect(executor.stats().workers.length).toBeLessThanOrEqual(1)
  })

  test.each([['thread', 'exitCode', 1], ['process', 'signal', 'SIGKILL']] as const)('says how: isolation %s', async (isolation, key, value) => {
    const executor = simulatedExecutor({ isolation })
    const error = await rejection(executor.map(() => crash({ [key]: value, outOfMemory: true }), [1]))
    expect(error).toMatchObject({ code: 'PARMAP_WORKER_LOST', started: 'unknown', [key]: value })
    expect(String(error)).toContain('ran out of memory')
  })
})

describe('a task that calls crash()', () => {
  test('takes down its worker, with what else runs there', async () => {
    const executor = simulatedExecutor({ workers: 1, slots: 3, itemMs: 0 })
    const records = await executor.map(async (item: number) => {
      await executor.clock.sleep(item)
      return item === 2 ? crash({ exitCode: 7 }) : item
    }, [1, 2, 3, 4], { errors: 'settle', batchSize: 4 })
    expect(codes(records)).toEqual([1, 'PARMAP_WORKER_LOST', 'PARMAP_WORKER_LOST', 'PARMAP_WORKER_LOST'])
    expect(records[1]).toMatchObject({ reason: { exitCode: 7, started: true } })
  })

  test('lives on if it catches what that throws', async () => {
    const executor = simulatedExecutor()
    const saved = (): string => {
      try {
        return crash()
      } catch {
        return 'saved'
      }
    }
    expect(await executor.map(saved, [1])).toEqual(['saved'])
  })
})

describe('starts', () => {
  test('that are slow delay what waits for them', async () => {
    const slow = simulatedExecutor({ itemMs: 0, messageMs: 0, startMs: 30, faults: { slowStart: (worker) => worker === 1 } })
    await slow.map((item: number) => item, [1])
    expect(slow.clock.now()).toBe(300)
  })

  test('that fail are made again', async () => {
    const { executor, run } = bench({ failStart: (worker) => worker <= 2 })
    expect(codes(await run())).toEqual([0, 1, 2, 3])
    expect(deaths(executor).map(({ why }) => why)).toEqual(['failStart', 'failStart'])
  })

  test('that fail three times in a row end the run', async () => {
    const { run } = bench({ failStart: 1 })
    expect(await rejection(run())).toMatchObject({ name: 'ParmapError', code: 'PARMAP_WORKER_LOST' })
  })
})

test('a fault that throws fails the item without calling its task', async () => {
  const { run, started, executor } = bench({ throw: once(1) })
  expect(codes(await run())).toEqual([0, 'PARMAP_TASK_FAILED', 2, 3])
  expect(started).toEqual([0, 2, 3])
  expect(executor.log).toContainEqual(expect.objectContaining({ what: 'fault', fault: 'throw', index: 1, item: 1 }))
})

test('an outcome that is told twice counts once', async () => {
  const { run, executor } = bench({ repeatOutcome: 1 })
  expect(codes(await run())).toEqual([0, 1, 2, 3])
  expect(executor.log.filter((event) => event.what === 'fault')).toHaveLength(4)
})

test('a cancel that comes late finds the item ended, and stops nobody else', async () => {
  const aborted: number[] = []
  const late = simulatedExecutor({ workers: 1, slots: 1, itemMs: 0, messageMs: 100, faults: { lateCancel: 1 } })
  const controller = new AbortController()
  const task = async (item: number, { signal }: { readonly signal: AbortSignal }): Promise<number> => {
    signal.addEventListener('abort', () => { aborted.push(item) })
    if (item === 0) controller.abort('enough')
    await late.clock.sleep(1)
    return item
  }
  expect(await rejection(late.map(task, [0, 1, 2], { signal: controller.signal, batchSize: 3 }))).toBe('enough')
  expect(await late.map(task, [5])).toEqual([5])
  expect(aborted).toEqual([])
})
