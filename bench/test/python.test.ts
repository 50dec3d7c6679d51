import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { expect, test } from 'vitest'
import { loadWorkloads } from '../src/discover.ts'
import { entrantsOf, type Entrant } from '../src/entrant.ts'
import { launch, launchLook, type CommandLine } from '../src/launch.ts'
import { HAS_PROC } from '../src/process-tree.ts'
import { describePython } from '../src/python.ts'
import type { Measured } from '../src/sample.ts'

const workloads = await loadWorkloads()
const sleeps = workloads.find(({ name }) => name === 'sleeps')!
const names = readdirSync(new URL('../python/contenders/', import.meta.url)).filter((file) => file.endsWith('.py')).map((file) => file.slice(0, -3))

test('without an interpreter every Python contender is still there, and says so', async () => {
  const python = await describePython('/no/such/python3')
  const entrants = entrantsOf(sleeps, [], python, { node: process.execPath, python: '/no/such/python3' })
  expect(entrants.map(({ name, missing }) => [name, missing])).toEqual(names.map((name) => [`python ${name}`, 'there is no /no/such/python3']))
})

const hasPython = !execaSync('python3', ['--version'], { reject: false }).failed

test.skipIf(!hasPython)(`a module that Python does not have is a row that says so, and the others run${hasPython ? '' : ' (skipped: there is no python3)'}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-python-'))
  const bare = join(folder, 'python3')
  writeFileSync(bare, '#!/bin/sh\nexec python3 -S -E "$@"\n') // without the folders of installed packages
  chmodSync(bare, 0o755)
  const entrants = entrantsOf(sleeps, [], await describePython(bare), { node: process.execPath, python: bare })
  rmSync(folder, { recursive: true })
  expect(entrants.map(({ name, missing }) => [name, missing])).toEqual([
    ['python asyncio', undefined],
    ['python concurrent-futures', undefined],
    ['python gevent', expect.stringMatching(/python3.* has no module gevent$/u)],
    ['python joblib', expect.stringMatching(/python3.* has no module joblib$/u)],
    ['python multiprocessing', undefined],
  ])
})

/** A contender of Python in the quick case of a workload. */
async function quick(workloadName: string, contender: string) {
  const workload = workloads.find(({ name }) => name === workloadName)!
  const runtimes = { node: process.execPath, python: 'python3' }
  const entrant: Entrant = entrantsOf(workload, [], await describePython('python3'), runtimes).find(({ name }) => name === `python ${contender}`)!
  return { entrant, case_: workload.value.cases.find(({ when }) => when === 'quick')!, conditions: { deadline: 60, signal: new AbortController().signal, hasOwnFolder: true } }
}

// One of each kind: coroutines, threads, workers that keep something, one that sends it with each item, and streams, of which one goes on to the end unless it is stopped.
test.skipIf(!hasPython).each([
  ['sleeps', 'asyncio', 0.099], ['sleeps', 'concurrent-futures', 0.099], ['documents', 'multiprocessing', 0], ['documents', 'multiprocessing-naive', 0],
  ['tiny-numbers', 'concurrent-futures', 0], ['cold-pool', 'multiprocessing', 0], ['memory', 'multiprocessing', 0], ['memory', 'concurrent-futures', 0],
])(`the first result and the times of the items are looked at in Python, too: %s, %s${hasPython ? '' : ' (skipped: there is no python3)'}`, async (workload, contender, least) => {
  const { entrant, case_, conditions } = await quick(workload, contender)
  const first = await launchLook(entrant.lookCommand!('firstResult', case_), conditions)
  expect(first).toEqual({ status: 'looked', firstResultSeconds: expect.any(Number) as unknown })
  const items = await launchLook(entrant.lookCommand!('items', case_), conditions)
  expect(items).toMatchObject({ status: 'looked' })
  const { p50, p95, p99 } = (items as { readonly itemSeconds: Record<'p50' | 'p95' | 'p99', number> }).itemSeconds
  expect([p50 > least, p95 >= p50, p99 >= p95]).toEqual([true, true, true])
})

test.skipIf(!hasPython || !HAS_PROC)('the processes of Python are counted: their time, what they have for themselves, and what is sent', async () => {
  const { entrant, case_, conditions } = await quick('documents', 'multiprocessing')
  const sample = await launch(entrant.command({ ...case_, items: 200 }), conditions)
  expect(sample).toMatchObject({ status: 'measured', childrenBytes: expect.any(Number) as unknown, sentBytes: expect.any(Number) as unknown })
  const { userSeconds, peakBytes, childrenBytes } = sample as Required<Measured>
  expect(userSeconds).toBeGreaterThan(0.1) // half a second in the processes, hardly anything in their parent
  expect(childrenBytes).toBeGreaterThan(1e6)
  expect(peakBytes).toBeGreaterThan(childrenBytes)
})

test.skipIf(!hasPython)('a wrong answer of Python is one in each of its processes', async () => {
  const { entrant, case_, conditions } = await quick('sleeps', 'asyncio')
  const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-wrong-'))
  cpSync(new URL('../python/', import.meta.url), folder, { recursive: true })
  writeFileSync(join(folder, 'contenders', 'asyncio.py'), 'def map(prepared, concurrency):\n    return ["other" for _ in prepared["items"]]\n')
  const wrong = ([file, , , ...rest]: CommandLine): CommandLine => [file, '-B', join(folder, 'run.py'), ...rest]
  const seen = [
    await launch(wrong(entrant.command(case_)), conditions),
    await launchLook(wrong(entrant.lookCommand!('firstResult', case_)), conditions),
    await launchLook(wrong(entrant.lookCommand!('items', case_)), conditions),
  ]
  rmSync(folder, { recursive: true })
  expect(seen).toEqual(seen.map(() => ({ status: 'wrong', reason: "result 0 is 'other' instead of 1" })))
})
