// How far a run is, told without a terminal. (What a terminal shows is in terminal.test.ts.)

import { describe, expect, test } from 'vitest'
import { ended, parmap, says, start } from './support/parmap.ts'
import { standingInWords, standingOf, type ProgressSource } from '../src/progress-lines.ts'

const objects = (stderr: string): Record<string, unknown>[] => stderr.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>)

describe('--progress json', () => {
  test('makes every line of stderr an object: failures, notes, the summary', async () => {
    const { code, stderr } = await parmap(['map', './tasks.mjs#notThree', '--progress', 'json', '--halt', 'soon,fail=1', '-b', 'async', '-j', '1'], { input: '1\n3\n' })
    expect(code).toBe(5)
    expect(objects(stderr)).toEqual([
      { failure: { item: 'item 2 (stdin:2)', message: expect.stringContaining('TypeError: three is bad') as unknown } },
      { note: 'halted: 1 item failed' },
      { summary: expect.objectContaining({ done: 1, failed: 1, skipped: 0, unfinished: 0, total: null, rate: expect.any(Number) as unknown, failures: [{ kind: 'TypeError', count: 1, first: 'item 2 (stdin:2)' }] }) as unknown },
    ])
  })

  test('tells where it stands while it runs', async () => {
    const child = start(['map', './halting.mjs', '--progress', 'json', '--unordered', '-b', 'async', '--grace', '10ms', '--total', '4', ':::', 'a', 'stuck'])
    const run = ended(child)
    await says(child, '"rate"')
    child.kill('SIGTERM')
    const told = objects((await run).stderr)
    expect(told).toContainEqual({ printed: 'stopped' })
    expect(told[0]).toEqual({ done: 1, failed: 0, skipped: 0, total: 4, rate: expect.any(Number) as unknown, eta: expect.any(Number) as unknown })
  })
})

test('--progress none tells nothing but what happened', async () => {
  expect(await parmap(['map', './tasks.mjs', '--progress', 'none', ':::', 'a'])).toMatchObject({ code: 0, told: [] })
})

describe('where a run stands', () => {
  const source = (counts: Partial<ProgressSource['tally']>, extent: ReturnType<ProgressSource['extent']>, ms = 10_000): ProgressSource => {
    return { tally: { done: 0, failed: 0, skipped: 0, ended: 0, recalled: 0, ...counts }, extent: () => extent, elapsed: () => ms }
  }

  test('is counted in items, where their number is known', () => {
    expect(standingOf(source({ done: 20, ended: 25, failed: 5 }, { unit: 'items', total: 100 }))).toEqual({ done: 20, failed: 5, skipped: 0, total: 100, rate: 2.5, eta: 30 })
  })

  test('or in bytes that have been read', () => {
    expect(standingOf(source({ done: 20, ended: 20 }, { unit: 'bytes', total: 100, read: 80 }))).toMatchObject({ total: null, eta: 3 }) // 2.5 s
  })

  test('has no end where nobody knows how much there will be, nor where all has been read', () => {
    expect(standingOf(source({ ended: 20 }, undefined))).toMatchObject({ total: null, eta: null })
    expect(standingOf(source({ ended: 20 }, { unit: 'bytes', total: 100, read: 100 }))).toMatchObject({ eta: null })
  })

  test('does not count what ended in an earlier run as speed, nor as what is to come', () => {
    const counts = { done: 100, ended: 100, recalled: 90 }
    expect(standingOf(source(counts, undefined))).toMatchObject({ done: 100, rate: 1 })
    expect(standingOf(source(counts, { unit: 'items', total: 150 }))).toMatchObject({ eta: 50 })
    expect(standingOf(source(counts, { unit: 'bytes', total: 1_000, read: 500 }))).toMatchObject({ eta: 100 })
    expect(standingOf(source({ ended: 90, recalled: 90 }, { unit: 'items', total: 150 }))).toMatchObject({ rate: 0, eta: null })
    expect(standingInWords(source(counts, { unit: 'items', total: 150 }))).toBe('100 done of 150 so far, 1/s, 10.00 s, about 50.00 s left')
  })
})

describe('defaults from the environment', () => {
  test('are used where no flag is given, and checked as flags are', async () => {
    const context = ['map', './context.mjs#context', '--retries', '1', ':::', 'a']
    expect((await parmap(context, { env: { PARMAP_BACKEND: 'async' } })).stdout).toContain('"worker":"main"')
    expect((await parmap([...context.slice(0, 2), '-b', 'threads', ...context.slice(2)], { env: { PARMAP_BACKEND: 'async' } })).stdout).toContain('"worker":"thread-N"')
    expect(await parmap(context, { env: { PARMAP_JOBS: '0' } })).toMatchObject({ code: 2, told: [expect.stringMatching(/^parmap: option '-j, --jobs <n>' value '0' from env 'PARMAP_JOBS' is invalid\. Expected an integer ≥ 1/u), expect.anything()] })
    expect((await parmap(context, { env: { PARMAP_PROGRESS: 'json' } })).stderr).toMatch(/^\{"summary":/u)
  })
})
