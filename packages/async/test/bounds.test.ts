// How many items run at once: never more than the concurrency, and exactly so many where there are enough.

import { asyncExecutor, map } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, VERBS } from './support/verbs.ts'

describe('with items enough', () => {
  test.each(VERBS.flatMap((verb) => [1, 2, 7].map((concurrency) => [verb, concurrency] as const)))('%s runs exactly %i at once', async (verb, concurrency) => {
    const work = new ControlledTask()
    const done = run(asyncExecutor({ concurrency }), verb, work.task, new WatchedInput(20))
    for (let ended = 0; ended < 20 - concurrency; ended++) {
      await work.starts(concurrency + ended)
      await turns(3)
      expect(work.running).toBe(concurrency)
      work.finish(work.current[ended % Math.min(2, concurrency)]!)
    }
    await work.starts(20)
    work.finishCurrent()
    await done
    expect(work.most).toBe(concurrency)
  })

  test('the default of an executor is 100', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor()
    const done = executor.forEach(work.task, new WatchedInput(150))
    await work.starts(100)
    await turns()
    expect(work.running).toBe(100)
    await work.finishAll(150)
    await done
  })

  test('a run runs as many as its own concurrency says', async () => {
    const work = new ControlledTask()
    const done = asyncExecutor({ concurrency: 10 }).forEach(work.task, new WatchedInput(9), { concurrency: 3 })
    await work.finishAll(9)
    await done
    expect(work.most).toBe(3)
  })

  test('a concurrency above that of the executor is lowered to it, and stats() shows the value in force', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 2 })
    const done = executor.forEach(work.task, new WatchedInput(6), { concurrency: 50 })
    await work.starts(2)
    expect(executor.stats().runs[0]!.concurrency).toBe(2)
    await work.finishAll(6)
    await done
    expect(work.most).toBe(2)
  })

  test('the one-shot map runs 100 at once unless told otherwise, and more than that when told', async () => {
    const work = new ControlledTask()
    const byDefault = map(work.task, new WatchedInput(120))
    await work.starts(100)
    await turns()
    expect(work.running).toBe(100)
    await work.finishAll(120)
    await byDefault
    const wide = new ControlledTask()
    const done = map(wide.task, new WatchedInput(300), { concurrency: 250 })
    await wide.starts(250)
    await turns()
    expect(wide.running).toBe(250)
    await wide.finishAll(300)
    await done
  })

  test('without a bound all items run at once', async () => {
    const work = new ControlledTask()
    const done = asyncExecutor({ concurrency: Infinity }).map(work.task, new WatchedInput(5_000))
    await work.starts(5_000)
    expect(work.running).toBe(5_000)
    work.finishCurrent()
    expect(await done).toHaveLength(5_000)
  })
})

describe('with other things going on', () => {
  test('all runs of an executor share its bound', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 3 })
    const runs = [executor.map(work.task, [0, 1, 2, 3]), executor.forEach(work.task, [10, 11, 12]), executor.submit(work.task, 20), run(executor, 'imap', work.task, [30, 31, 32])]
    await work.finishAll(11)
    await Promise.all(runs)
    expect(work.most).toBe(3)
  })

  test('fixed batches stay within the bound', async () => {
    const work = new ControlledTask()
    const done = asyncExecutor({ concurrency: 3 }).map(work.task, new WatchedInput(40), { batchSize: 7 })
    await work.starts(3)
    await turns()
    expect(work.running).toBe(3)
    await work.finishAll(40)
    await done
    expect(work.most).toBe(3)
  })

  test('retries stay within the bound', async () => {
    let [running, most] = [0, 0]
    const flaky = async (item: number, { attempt }: { attempt: number }): Promise<number> => {
      most = Math.max(most, ++running)
      await turns(1 + (item % 3))
      running--
      return attempt < 3 ? Promise.reject(new Error('again')) : item
    }
    const results = await asyncExecutor({ concurrency: 4 }).map(flaky, [...Array.from({ length: 30 }).keys()], { retries: { limit: 2, delay: 0 } })
    expect(results).toEqual([...Array.from({ length: 30 }).keys()])
    expect(most).toBe(4)
  })

  test('items of an aborted run that do not stop keep their slots from the next run', async () => {
    const work = new ControlledTask<string>()
    const executor = asyncExecutor({ concurrency: 2 })
    const controller = new AbortController()
    const first = rejection(executor.map(work.task, ['a', 'b', 'c'], { signal: controller.signal }))
    await work.starts(2)
    controller.abort('enough')
    expect(await first).toBe('enough')
    const second = executor.map(work.task, ['x', 'y'])
    await turns()
    expect(work.started).toEqual(['a', 'b'])
    work.finish('a')
    await work.starts(3)
    expect(work.running).toBe(2)
    work.finish('b')
    await work.starts(4)
    work.finishCurrent()
    expect(await second).toEqual(['x', 'y'])
    expect(work.most).toBe(2)
  })

  test('items of a failed run that do not stop keep their slots from the next run', async () => {
    const work = new ControlledTask<string>()
    const executor = asyncExecutor({ concurrency: 2 })
    const first = rejection(executor.map(work.task, ['a', 'b', 'c']))
    await work.starts(2)
    work.fail('a', new Error('no'))
    await first
    const second = executor.map(work.task, ['x', 'y'])
    await work.starts(3)
    await turns()
    expect(work.current).toEqual(['b', 'x'])
    work.finishCurrent()
    await work.starts(4)
    work.finishCurrent()
    expect(await second).toEqual(['x', 'y'])
    expect(work.most).toBe(2)
  })

  test('items of a stream that was left keep their slots until they have ended', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 2 })
    const stream = executor.imap(work.task, new WatchedInput(Infinity))
    const first = stream.next()
    await work.starts(2)
    work.finish(0)
    await first
    await work.starts(3)
    await stream.return(undefined)
    const next = executor.submit(work.task, 100)
    await turns()
    expect(work.current).toEqual([1, 2])
    work.finish(1)
    await work.starts(4)
    expect(work.current).toEqual([2, 100])
    work.finishCurrent()
    expect(await next).toBe(100)
    expect(work.most).toBe(2)
  })

  test('synchronous items never overlap', async () => {
    let [running, most] = [0, 0]
    await asyncExecutor({ concurrency: 5 }).forEach(() => {
      most = Math.max(most, ++running)
      running--
    }, new WatchedInput(100))
    expect(most).toBe(1)
  })
})
