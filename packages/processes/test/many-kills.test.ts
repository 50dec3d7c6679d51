// Processes that are killed again and again at random moments, also while they start: nothing is lost that may run again,
// nothing runs twice that may not.

import { processExecutor } from '@parmap/processes'
import type { Settled } from '@parmap/core'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { temporaryFile } from '../../core/test/support/temporary-file.ts'
import { fixtureTask } from '../../core/test/support/workers.ts'

// PARMAP_KILLS makes it more, e.g. 100 at night, for 10,000 items.
const KILLS = Number(process.env['PARMAP_KILLS'] ?? 30)
const ITEMS = Math.max(2_000, KILLS * 100)
const LIMIT_MS = 2_000 * KILLS
// How long after an outcome a kill comes at most: chance is the subject.
const DELAY_MS = 5
const MOST_UNBEGUN = 2

const noted = fixtureTask<{ readonly file: string; readonly n: number }, number>('noted.mjs', 'noted')

/** Maps the items while processes are killed, and tells what became of them, the starts that they noted, and how many were killed. */
async function mapUnderFire(idempotent: boolean, batchSize: number | 'auto'): Promise<{ readonly settled: Settled<number>[]; readonly starts: number[]; readonly kills: number }> {
  const file = await temporaryFile()
  const executor = processExecutor({ workers: 2, concurrencyPerWorker: 2 })
  const moments = new Set(Array.from({ length: KILLS }, () => Math.floor(Math.random() * ITEMS)))
  let [told, kills] = [0, 0]
  // Three in a row that are killed before they have begun an item end the run: that is a rule, not chance.
  let unbegun = 0
  let there = new Set<string>()
  const killOne = (): void => {
    const { workers } = executor.stats()
    const victim = workers[Math.floor(Math.random() * workers.length)]
    if (victim === undefined || (victim.completed === 0 && unbegun === MOST_UNBEGUN)) return
    if (victim.completed === 0) {
      unbegun++
      there = new Set(workers.map(({ id }) => id))
    }
    if (kill(Number(victim.id.replace('process-', '')))) kills++
  }
  const items = Array.from({ length: ITEMS }, (_, n) => ({ file, n }))
  const settled = await executor.map(noted, items, {
    errors: 'settle', idempotent, batchSize,
    onOutcome: ({ worker }) => {
      if (worker !== undefined && !there.has(worker)) unbegun = 0 // one that has come since has begun
      if (moments.has(told++)) setTimeout(killOne, Math.random() * DELAY_MS)
    },
  })
  await executor.terminate()
  return { settled, starts: (await readFile(file, 'utf8')).trimEnd().split('\n').map(Number), kills }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false // it has just ended
  }
}

test.each([1, 20, 'auto'] as const)('idempotent items have exactly one right outcome each, in batches of %s', async (batchSize) => {
  const { settled, kills } = await mapUnderFire(true, batchSize)
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))).toEqual(Array.from({ length: ITEMS }, (_, n) => n * 2))
  expect(kills).toBeGreaterThan(0)
}, LIMIT_MS)

test.each([1, 20, 'auto'] as const)('other items never start twice, and those that are lost and those with the right outcome are all, in batches of %s', async (batchSize) => {
  const { settled, starts, kills } = await mapUnderFire(false, batchSize)
  expect(new Set(starts).size).toBe(starts.length)
  expect(settled).toHaveLength(ITEMS)
  const lost = settled.filter((one) => one.status === 'rejected')
  const right = settled.filter((one) => one.status === 'fulfilled' && one.value === one.index * 2)
  expect(lost.length + right.length).toBe(ITEMS)
  expect(lost.map(({ reason }) => reason.code)).toEqual(lost.map(() => 'PARMAP_WORKER_LOST'))
  expect(kills).toBeGreaterThan(0)
}, LIMIT_MS)
