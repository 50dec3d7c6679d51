// The simulated executor as users have it: time, order, copies, kills, its end.

import { createExecutor, defineTask, importTask, move, skip, type Backend, type TaskContext } from '@parmap/core'
import { simulatedBackend, simulatedExecutor, virtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { rejection, thrownBy } from '../support/outcome-of.ts'

const numbers = Array.from({ length: 30 }, (_, index) => index)

async function completionOrder(seed: number): Promise<number[]> {
  const order: number[] = []
  await simulatedExecutor({ seed }).map((item: number) => item, numbers, { onOutcome: ({ index }) => { order.push(index) } })
  return order
}

describe('order', () => {
  test('of results is that of the input, though items end in another', async () => {
    expect(await simulatedExecutor({ seed: 4 }).map((item: number) => item, numbers)).toEqual(numbers)
    expect(await completionOrder(4)).not.toEqual(numbers)
  })

  test('of completion follows from the seed', async () => {
    expect(await completionOrder(4)).toEqual(await completionOrder(4))
    expect(await completionOrder(4)).not.toEqual(await completionOrder(5))
  })
})

describe('time', () => {
  test('is the clock’s: a day of work is done at once', async () => {
    const executor = simulatedExecutor({ workers: 1, slots: 1 })
    const hour = 3_600_000
    await executor.map((_: number) => executor.clock.sleep(hour), numbers.slice(0, 24))
    expect(executor.clock.now()).toBeGreaterThanOrEqual(24 * hour)
  })

  test('is the test’s where that gives the clock', async () => {
    const clock = virtualClock()
    const executor = simulatedExecutor({ clock, startMs: 30, messageMs: 0, itemMs: 0 })
    const started: number[] = []
    const done = executor.map((item: number) => { started.push(item) }, [1])
    await clock.advance(29)
    expect(started).toEqual([])
    await clock.advance(1)
    await done
    expect(started).toEqual([1])
  })
})

describe('values', () => {
  test.each(['thread', 'process'] as const)('are copied both ways: %s', async (isolation) => {
    const item = { list: [1] }
    const seen: unknown[] = []
    const [result] = await simulatedExecutor({ isolation }).map((given: typeof item) => (seen.push(given), given), [item])
    expect([seen[0], result]).toEqual([item, item])
    expect([seen[0] === item, result === seen[0]]).toEqual([false, false])
  })

  test('that cannot be copied fail their item, with the path', async () => {
    const executor = simulatedExecutor()
    const refused = { rows: [{ id: 1 }, { close: () => undefined }] }
    expect(await rejection(executor.map(() => 1, [refused]))).toMatchObject({ code: 'PARMAP_UNSERIALIZABLE', path: 'rows[1].close' })
    expect(await rejection(executor.map(() => new Map([['a b', { 'c d': Symbol('s') }]]), [1]))).toMatchObject({ code: 'PARMAP_UNSERIALIZABLE', path: 'get(a b).c d' })
  })

  test('that are moved are transferred to threads, and copied to processes', async () => {
    const lengths = async (isolation: 'thread' | 'process'): Promise<number[]> => {
      const bytes = new Uint8Array(8)
      const [length] = await simulatedExecutor({ isolation }).map((given: Uint8Array) => given.length, [move(bytes, [bytes.buffer])])
      return [length!, bytes.length]
    }
    expect([await lengths('thread'), await lengths('process')]).toEqual([[8, 0], [8, 8]])
  })

  test('skip and thrown errors cross as what they are', async () => {
    const error = Object.assign(new RangeError('far'), { code: 'E_FAR', cause: { at: 3 } })
    const executor = simulatedExecutor()
    const records = await executor.map((item: number) => {
      if (item === 1) throw error
      return skip
    }, [0, 1], { errors: 'settle' })
    expect(records).toMatchObject([{ index: 1, reason: { cause: { name: 'RangeError', message: 'far', code: 'E_FAR', cause: { at: 3 } } } }])
    expect((records[0] as unknown as { reason: { cause: unknown } }).reason.cause).not.toBe(error)
  })
})

describe('an item that does not stop', () => {
  const never = (): Promise<never> => new Promise(() => undefined)

  test('is killed with its worker after the grace, and another takes its place', async () => {
    const executor = simulatedExecutor({ workers: 1, slots: 1, killGrace: 50 })
    expect(await rejection(executor.submit(never, 1, { timeout: 100 }))).toMatchObject({ code: 'PARMAP_TIMEOUT' })
    expect(await executor.submit((item: number) => item, 2)).toBe(2)
    expect(executor.log).toMatchObject([{ what: 'started' }, { what: 'died', why: 'kill', hanging: [{ item: 1 }] }, { what: 'started' }])
  })

  test('takes down what else runs there, which is told who was guilty', async () => {
    const executor = simulatedExecutor({ workers: 1, slots: 2, killGrace: 10 })
    const controller = new AbortController()
    const guilty = rejection(executor.submit(never, 'guilty', { timeout: 100 }))
    const innocent = rejection(executor.submit((_: string) => executor.clock.sleep(10_000), 'innocent', { signal: controller.signal }))
    expect(await guilty).toMatchObject({ code: 'PARMAP_TIMEOUT' })
    expect(await innocent).toMatchObject({ code: 'PARMAP_WORKER_LOST', started: true, cause: { message: expect.stringContaining('item 0 did not stop within 10 ms') } })
  })

  test('has its worker begin nothing else meanwhile', async () => {
    const executor = simulatedExecutor({ workers: 2, slots: 1, killGrace: 500, itemMs: 0 })
    const workers: string[] = []
    const guilty = rejection(executor.submit(never, 1, { timeout: 10 }))
    await guilty
    await executor.map((_: number, { worker }: TaskContext) => { workers.push(worker) }, numbers.slice(0, 5))
    expect([workers.length, new Set(workers)]).toEqual([5, new Set(['simulated-2'])])
  })

  test('sends what waits behind it in its batch elsewhere, but for what has been transferred', async () => {
    const executor = simulatedExecutor({ workers: 1, slots: 1, killGrace: 500, itemMs: 0 })
    const task = (item: Uint8Array, { index, worker }: TaskContext): string | Promise<never> => (index === 0 && item.length === 1 ? never() : worker)
    const items = [new Uint8Array(1), new Uint8Array(2), move(new Uint8Array(3), [])]
    const records = await executor.map(task, items, { timeout: 10, batchSize: 3, errors: 'settle' })
    expect(records).toMatchObject([{ reason: { code: 'PARMAP_TIMEOUT' } }, { value: 'simulated-2' }, { reason: { code: 'PARMAP_WORKER_LOST' } }])
  })

  test('has its signal aborted when its worker dies of something else', async () => {
    const executor = simulatedExecutor({ workers: 1, slots: 2, itemMs: 1, faults: { crashWhile: ({ item }) => item === 'bad' } })
    const reasons: unknown[] = []
    const good = (_: string, { signal }: TaskContext): Promise<void> => {
      signal.addEventListener('abort', () => { reasons.push(signal.reason) })
      return executor.clock.sleep(1_000)
    }
    await executor.map(good, ['good', 'bad'], { errors: 'settle', batchSize: 2 })
    expect(reasons).toMatchObject([{ name: 'AbortError', message: 'The simulated worker simulated-1 died' }, { name: 'AbortError' }])
  })
})

describe('tasks by reference', () => {
  const made: string[] = []
  const find = defineTask(import.meta.url, 'find', (key: string, { state }: TaskContext<{ rows: Map<string, number>; worker: number }>) => state.rows.get(key)! * 10, {
    setup: (rows: Map<string, number>) => {
      made.push('setup')
      return { rows, worker: made.length }
    },
    teardown: () => { made.push('teardown') },
  })

  test('are set up once per worker with a copy of their data, and torn down at the end', async () => {
    const executor = simulatedExecutor({ workers: 1 })
    const rows = new Map([['a', 1], ['b', 2]])
    const task = find.with(rows)
    expect(await executor.map(task, ['a', 'b', 'a'])).toEqual([10, 20, 10])
    rows.set('a', 9)
    expect(await executor.map(task, ['a'])).toEqual([10])
    await executor.close()
    expect(made).toEqual(['setup', 'teardown'])
  })

  test('whose data cannot be copied end the run', async () => {
    expect(await rejection(simulatedExecutor().map(find.with(new Map([['a', (() => 1) as unknown as number]])), ['a']))).toMatchObject({ code: 'PARMAP_SETUP_FAILED', cause: { name: 'DataCloneError' } })
  })

  test('are imported in no time of the clock', async () => {
    const executor = simulatedExecutor({ startMs: 0, messageMs: 0, itemMs: 0 })
    const task = importTask<(item: string) => string>('data:text/javascript,export const shout = (item) => `${item}!`', 'shout')
    executor.clock.setTimeout(() => undefined, 1_000)
    expect([await executor.map(task, ['a', 'b']), executor.clock.now()]).toEqual([['a!', 'b!'], 0])
  })

  test('that cannot be loaded end the run', async () => {
    expect(await rejection(simulatedExecutor().map(importTask('data:text/javascript,export const a = 1', 'b'), [1]))).toMatchObject({ code: 'PARMAP_TASK_NOT_FOUND' })
  })
})

describe('its end', () => {
  test('closes the workers', async () => {
    const executor = simulatedExecutor({ workers: 2, slots: 1 })
    await executor.map((item: number) => item, [1, 2])
    await executor.close()
    expect(executor.log.filter(({ what }) => what === 'closed').map(({ worker }) => worker)).toEqual(['simulated-1', 'simulated-2'])
    expect(executor.stats().workers).toEqual([])
  })

  test('by terminate loses what runs, at once', async () => {
    const executor = simulatedExecutor({ workers: 1, slots: 1 })
    const done = rejection(executor.map((_: number) => executor.clock.sleep(1_000), [1, 2], { batchSize: 2 }))
    await executor.clock.sleep(100)
    await executor.terminate('enough')
    expect(await done).toBe('enough')
    await executor.idle()
    expect(executor.log.at(-1)).toMatchObject({ what: 'died', why: 'terminate', running: [{ item: 1 }], unstarted: [{ item: 2 }] })
    expect(executor.clock.now()).toBe(100)
  })
})

describe('isolation none', () => {
  test('shares the heap: the very same values and errors', async () => {
    const executor = simulatedExecutor({ isolation: 'none' })
    const item = { f: () => 1 }
    const error = new Error('the same')
    expect((await executor.map((given: typeof item) => given, [item]))[0]).toBe(item)
    expect(await rejection(executor.map(() => { throw error }, [1]))).toHaveProperty('cause', error)
    expect(executor.capabilities).toMatchObject({ values: 'any', kill: false, isolation: 'none' })
  })

  test('lets tasks map on their own executor in the slot that they have', async () => {
    const executor = simulatedExecutor({ isolation: 'none', workers: 1, slots: 1 })
    const square = (n: number): number => n * n
    expect(await executor.map((n: number) => executor.map(square, [n, n + 1]), [1, 2, 3])).toEqual([[1, 4], [4, 9], [9, 16]])
  })

  test('detaches what does not stop', async () => {
    const executor = simulatedExecutor({ isolation: 'none', workers: 1, slots: 1, killGrace: 50 })
    await rejection(executor.submit(() => executor.clock.sleep(10_000), 1, { timeout: 10 }))
    await executor.clock.sleep(100)
    expect(executor.stats()).toMatchObject({ detached: 1, running: 0 })
  })

  test.each(['crashBefore', 'crashWhile', 'crashAfter', 'loseOutcome', 'lateCancel', 'slowStart', 'failStart'])('refuses the fault %s', (fault) => {
    expect(thrownBy(() => simulatedExecutor({ isolation: 'none', faults: { [fault]: 0.5 } }))).toMatchObject({ code: 'PARMAP_UNSUPPORTED', message: expect.stringContaining(`faults.${fault}`) })
  })
})

test('the backend can be had alone, to be wrapped', async () => {
  const backend = simulatedBackend({ seed: 3, workers: 2, slots: 2 })
  const sent: number[] = []
  const { name, capabilities, concurrency, slotsPerWorker, clock, random } = backend
  const watched: Backend = {
    name, capabilities, concurrency, slotsPerWorker: slotsPerWorker!,
    dispatch: (batch, sink) => {
      sent.push(batch.items.length)
      backend.dispatch(batch, sink)
    },
    cancel: (batch, indexes, reason) => { backend.cancel(batch, indexes, reason) },
    close: () => backend.close(),
    terminate: (reason) => backend.terminate(reason),
  }
  const executor = createExecutor<'function'>(watched, { clock, random })
  expect(await executor.map((n: number) => n + 1, [1, 2, 3], { batchSize: 2 })).toEqual([2, 3, 4])
  expect([name, concurrency, slotsPerWorker, sent]).toEqual(['simulated', 4, 2, [2, 1]])
})

describe('options', () => {
  test.each([
    [{ seed: 0.5 }, '`seed`'], [{ seed: 'x' }, '`seed`'], [{ clock: 1 }, '`clock`'], [{ workers: 0 }, '`workers`'], [{ slots: 1.5 }, '`slots`'], [{ isolation: 'machine' }, '`isolation`'], [{ startMs: -1 }, '`startMs`'],
    [{ messageMs: NaN }, '`messageMs`'], [{ itemMs: Infinity }, '`itemMs`'], [{ killGrace: '1' }, '`killGrace`'], [{ faults: 1 }, '`faults`'], [{ faults: { throw: 2 } }, '`faults.throw`'], [{ faults: { crashBefore: true } }, '`faults.crashBefore`'],
    [{ faults: { crash: 0.1 } }, 'crash'], [{ worker: 2 }, '`workers`'], [7, '`options`'],
  ])('%o are refused', (options, name) => {
    expect((thrownBy(() => simulatedExecutor(options as never)) as Error).message).toContain(name)
    expect((thrownBy(() => simulatedBackend(options as never)) as Error).message).toContain(name)
  })
})
