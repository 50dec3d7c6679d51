// What `parmap doctor` finds, here and where something does not work.

import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { parmap } from './support/parmap.ts'

const TIMES = /^works: started in [\d.]+ [mµ]?s, ran in [\d.]+ [mµ]?s, stopped in [\d.]+ [mµ]?s$/u

/** The lines by their names. */
function findings(stdout: string): Record<string, string> {
  return Object.fromEntries(stdout.trim().split('\n').map((line) => [line.slice(0, 11).trim(), line.slice(11)]))
}

test('shows Node, cores, quota and memory, and tries every backend', async () => {
  const { code, stdout, stderr } = await parmap(['doctor'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(findings(stdout)).toEqual({
    parmap: expect.stringMatching(/^\d+\.\d+\.\d+$/u),
    Node: `${process.version} on ${process.platform} ${process.arch}`,
    cores: expect.stringMatching(/^\d+ of \d+ to use/u),
    quota: expect.stringMatching(/^none$|^the time of [\d.]+ cores/u),
    memory: expect.stringMatching(/^[\d.]+ GiB.*, [\d.]+ GiB free$/u),
    threads: expect.stringMatching(TIMES),
    processes: expect.stringMatching(TIMES),
    async: expect.stringMatching(TIMES),
    backend: 'threads (built in; PARMAP_BACKEND is not set)',
    jobs: expect.stringMatching(/^map: 16 items at once in each of up to \d+ workers, async: 100; exec: \d+ \(built in; PARMAP_JOBS is not set\)$/u),
    progress: 'auto (built in; PARMAP_PROGRESS is not set)',
  })
  expect(Number.parseInt(findings(stdout)['cores']!, 10)).toBeLessThanOrEqual(availableParallelism())
})

test('tells what the environment says instead', async () => {
  const { stdout } = await parmap(['doctor'], { env: { PARMAP_BACKEND: 'async', PARMAP_JOBS: '5' } })
  expect(findings(stdout)).toMatchObject({ backend: 'async (from PARMAP_BACKEND)', jobs: '5 (from PARMAP_JOBS)' })
})

test('says so where the environment says what no call takes, with exit code 2', async () => {
  const { code, stdout } = await parmap(['doctor'], { env: { PARMAP_BACKEND: 'fibers', PARMAP_JOBS: '0', PARMAP_PROGRESS: '' } })
  expect({ code, ...findings(stdout) }).toMatchObject({
    code: 2,
    backend: "'fibers' (from PARMAP_BACKEND) is invalid. Allowed choices are threads, processes, async.",
    jobs: "'0' (from PARMAP_JOBS) is invalid. Expected an integer ≥ 1, or a percentage of the cores such as 50%.",
    progress: "'' (from PARMAP_PROGRESS) is invalid. Allowed choices are auto, bar, lines, json, none.",
  })
})

test('tells which backend does not work, and why, with exit code 4', async () => {
  const { code, stdout } = await parmap(['doctor'], { env: { NODE_OPTIONS: '--require=./no-workers.cjs' } })
  const { threads, processes, async } = findings(stdout)
  expect(threads).toMatch(/^does not work: No worker can be started: thread-\d+ exited with code 7 before it had begun an item, the last of 3 in a row$/u)
  expect(processes).toMatch(/^does not work: No worker can be started: process-\d+ exited with code 7 before it had begun an item, the last of 3 in a row$/u)
  expect(async).toMatch(TIMES)
  expect(code).toBe(4)
})

test('takes no arguments', async () => {
  expect(await parmap(['doctor', 'me'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('parmap: too many arguments') as unknown })
  expect(await parmap(['doctor', ':::', 'me'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("parmap: parmap doctor takes no items, and so no ':::'") as unknown })
})
