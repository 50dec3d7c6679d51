// Figures beside the time: of items, of child processes, of what is sent to workers, of the first result, and of memory over
// time. Of real processes.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import type { Document, Result } from '../src/document.ts'
import { ItemTimes } from '../src/item-times.ts'
import { launch } from '../src/launch.ts'
import { HAS_PROC } from '../src/process-tree.ts'
import type { Measured } from '../src/sample.ts'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'parmap-figures-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

const ON_EVENT_LOOP = new Set(['noop', 'ordered-stream', 'unordered-stream', 'memory'])

/** What a quick round of a contender comes to. */
async function resultOf(workload: string, contender: string): Promise<Result> {
  const file = join(folder, `${workload}.json`)
  await execa(process.execPath, [MAIN, '--quick', '--rounds', '1', '-w', workload, '-c', contender, '--json', file])
  return (JSON.parse(readFileSync(file, 'utf8')) as Document).results[0]!
}

test.runIf(HAS_PROC)('of a pool of processes, their memory and what is sent to them is told', async () => {
  const { memory_usage_byte: [all], children_memory_byte: [children] = [0], sent_byte: [sent] = [0] } = await resultOf('tiny-strings', 'processes')
  expect(children).toBeGreaterThan(20e6) // two of Node
  expect(children).toBeLessThan(all!)
  expect(sent).toBeGreaterThan(2_000 * 15 * 2) // 2,000 texts of 15 characters, there and back
})

test.each(['threads', 'piscina-batched', 'poolifier-batched', 'workerpool-batched'])('of %s, what is sent between its threads is told', async (contender) => {
  const { sent_byte: sent } = await resultOf('tiny-strings', contender)
  expect(sent).toEqual([expect.any(Number)])
  expect(sent![0]).toBeGreaterThan(2_000 * 15 * 2)
  expect(sent![0]).toBeLessThan(2_000 * 15 * 20)
})

test('what is moved between threads is not sent', async () => {
  const ofPayloads = async (workload: string): Promise<number> => (await resultOf(workload, 'threads')).sent_byte![0]!
  expect(await ofPayloads('payloads')).toBeGreaterThan(40 * 1_000 * 2)
  expect(await ofPayloads('payloads-moved')).toBeLessThan(40 * 1_000)
})

test('who has neither threads nor processes sends nothing', async () => {
  expect(await resultOf('tiny-strings', 'serial')).not.toHaveProperty('sent_byte')
})

test.each(['noop', 'ordered-stream', 'unordered-stream', 'memory', 'tiny-strings', 'cold-pool', 'payloads-moved'])('of %s, the time from the start to the first result is told', async (workload) => {
  const { first_result_seconds: seconds } = await resultOf(workload, ON_EVENT_LOOP.has(workload) ? 'parmap' : 'threads')
  expect(seconds).toEqual([expect.any(Number)])
  expect(seconds![0]).toBeGreaterThan(0.01) // nobody starts Node in less
  expect(seconds![0]).toBeLessThan(30)
})

test.each(['piscina', 'poolifier', 'processes', 'threads', 'tinypool'])('items that take their time are timed where %s runs them', async (contender) => {
  const { item_seconds: { p50, p95, p99 } = { p50: 0, p95: 0, p99: 0 }, median } = await resultOf('pool-sleeps', contender)
  expect(p50).toBeGreaterThanOrEqual(0.999)
  expect([p50 <= p95, p95 <= p99, p99 <= median!]).toEqual([true, true, true])
})

test('items that take their time are timed', async () => {
  const { item_seconds: { p50, p95, p99 } = { p50: 0, p95: 0, p99: 0 }, median } = await resultOf('files', 'parmap')
  expect(p50).toBeGreaterThan(0)
  expect([p50 <= p95, p95 <= p99, p99 <= median!]).toEqual([true, true, true])
})

test('the times of items are those of the last run, and those of items that fail are among them', async () => {
  const times = new ItemTimes(4)
  const { task } = times.note({
    task: async (ms) => {
      await new Promise((resolve) => { setTimeout(resolve, ms as number) })
      if (ms === 40) throw new Error('failed')
    },
  })
  await task!(500)
  times.clear()
  await Promise.allSettled([task!(40), task!(20), task!(20)])
  const { p50, p99 } = times.percentiles()
  expect([p50 >= 0.019, p50 < 0.04, p99 >= 0.039, p99 < 0.5]).toEqual([true, true, true, true])
})

test.runIf(HAS_PROC)('the memory of a process is seen over its time, that of its children included, in no more than 200 looks', async () => {
  const file = join(folder, 'grows.mjs')
  writeFileSync(file, `
    import { fork } from 'node:child_process'
    import { writeSync } from 'node:fs'
    if (process.send) {
      globalThis.held = Buffer.alloc(100e6, 1)
      process.on('disconnect', () => process.exit())
      process.send('held')
    } else {
      const child = fork(${JSON.stringify(file)})
      child.on('message', () => setTimeout(() => { child.disconnect(); writeSync(3, JSON.stringify({ status: 'measured', seconds: 1, userSeconds: 0, systemSeconds: 0, firstSeconds: 1, spentSeconds: 1, peakBytes: 1 }) + '\\n') }, 300))
    }`)
  const { memoryOverTime } = (await launch([process.execPath, file], { deadline: 30, signal: new AbortController().signal, watchesMemory: true })) as Measured
  const bytes = memoryOverTime!.map(([, held]) => held)
  expect(Math.max(...bytes) - bytes[0]!).toBeGreaterThan(80e6)
  expect(memoryOverTime!.map(([seconds]) => seconds)).toEqual(memoryOverTime!.map(([seconds]) => seconds).toSorted((a, b) => a - b))
  expect(bytes.length).toBeLessThanOrEqual(200)
})
