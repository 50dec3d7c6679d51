// Executors that tasks make: threads and processes in threads and processes.

import { importTask, type Executor } from '@parmap/core'
import { processExecutor } from '@parmap/processes'
import { threadExecutor } from '@parmap/threads'
import { describe, expect, test } from 'vitest'
import { Lifelines } from '../packages/core/test/support/lifelines.ts'
import { rejection } from '../packages/core/test/support/outcome-of.ts'
import { runProgram } from '../packages/core/test/support/program.ts'

const fixture = (file: string): string => new URL(`../packages/core/test/fixtures/${file}`, import.meta.url).href
const PLAIN = fixture('plain-tasks.mjs')
const OUTER: readonly [name: string, make: (options?: { readonly workers?: number; readonly killGrace?: number }) => Executor][] = [['threads', threadExecutor], ['processes', processExecutor]]
const INNER = {
  threads: { home: import.meta.resolve('@parmap/threads'), maker: 'threadExecutor' },
  processes: { home: import.meta.resolve('@parmap/processes'), maker: 'processExecutor' },
} as const
const KINDS = ['threads', 'processes'] as const

interface Within {
  readonly value: unknown
  readonly concurrency: number
}
const within = importTask<(item: object) => Within>(fixture('nested.mjs'), 'within')
const deeper = importTask<(item: object) => object>(fixture('nested.mjs'), 'deeper')

describe.each(OUTER)('in %s', (_outer, make) => {
  test.each(KINDS)('an executor of %s works, and has one worker unless it is told', async (inner) => {
    await using executor = make({ workers: 2 })
    const results = await executor.map(within, Array.from({ length: 4 }, () => ({ ...INNER[inner], module: PLAIN, name: 'worker' })))
    expect(results).toEqual(results.map(() => ({ value: expect.stringMatching(inner === 'threads' ? /^thread-1$/u : /^process-\d+$/u) as string, concurrency: 1 })))
    expect(await executor.submit(within, { ...INNER[inner], options: { workers: 3 }, module: PLAIN, name: 'worker' })).toMatchObject({ concurrency: 3 })
  })

  test.each(KINDS)('an executor of %s that its task has left open ends with the worker', async (inner) => {
    const lifelines = await Lifelines.open()
    const executor = make({ workers: 1 })
    await executor.submit(within, { ...INNER[inner], module: fixture('lifeline.mjs'), name: 'hold', item: lifelines.port, isLeft: true })
    await lifelines.begun(1)
    await executor.close()
    await lifelines.ended(1)
    expect(executor.stats().workers).toEqual([])
  })

  test.each(KINDS)('what runs on an executor of %s ends with the item that waits for it, when that is killed', async (inner) => {
    const lifelines = await Lifelines.open()
    await using executor = make({ workers: 1, killGrace: 0 })
    const controller = new AbortController()
    const run = rejection(executor.submit(within, { ...INNER[inner], module: fixture('lifeline.mjs'), name: 'block', item: lifelines.port }, { signal: controller.signal }))
    await lifelines.begun(1)
    controller.abort('enough')
    await lifelines.ended(1)
    expect(await run).toBe('enough')
  })

  test.each(KINDS)('a module that has an executor of %s of its own can use it in a task', async (inner) => {
    const { home, maker } = INNER[inner]
    await using executor = make({ workers: 1 })
    expect(await executor.submit(importTask<(item: number) => number>(`${fixture('own-executor.mjs')}?${String(new URLSearchParams({ home, maker }))}`, 'sum'), 5)).toBe(20)
  })

  test.each([
    ['threads', [INNER.threads]],
    ['processes', [INNER.processes]],
    ['threads and processes by turns', [INNER.threads, INNER.processes]],
  ] as const)('executors of %s can be made until they are four workers deep', async (_what, makers) => {
    await using executor = make({ workers: 1 })
    expect(await executor.submit(deeper, { makers, depth: 1 })).toEqual({ depth: 4, code: 'PARMAP_UNSUPPORTED', message: expect.stringContaining('it is made 4 workers deep') as string })
  })
})

test.each(KINDS)('a program that uses its executor of %s as it is imported, and is imported by its workers, ends with the reason', async (kind) => {
  const { home, maker } = INNER[kind]
  const { code, stderr } = await runProgram(new URL('../', import.meta.url), `
    import { ${maker}, importTask } from '${home}'
    export const double = (n) => n * 2
    await ${maker}({ workers: 1 }).map(importTask(import.meta.url, 'double'), [1, 2, 3])`)
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('guard it with `if (!isWorker)`') as string })
})
