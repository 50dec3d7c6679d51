// The program itself, with everything real and tiny.

import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { FIRST_RESULT_MAIN, ITEMS_MAIN, loadContenders, loadWorkloads } from '../src/discover.ts'
import type { Document } from '../src/document.ts'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

const bench = (...args: string[]) => execa(process.execPath, [MAIN, ...args], { reject: false })
const read = (path: string): Document => JSON.parse(readFileSync(path, 'utf8')) as Document
const namesIn = (path: string): string[] => readdirSync(new URL(`../${path}`, import.meta.url)).map((file) => file.replace(/\.(ts|py)$/, '')).filter((name) => !name.startsWith('__'))
const SMALL = ['--quick', '--rounds', '1', '--workload', 'noop', '--contender', 'bare-lanes', 'p-map']

const workloads = await loadWorkloads()

test('workloads and contenders are the files in their folders', async () => {
  expect(new Set(workloads.map(({ name }) => name))).toEqual(new Set(namesIn('src/workloads')))
  expect(new Set((await loadContenders()).map(({ name }) => name))).toEqual(new Set(namesIn('src/contenders')))
})

/** Workloads of which a few contenders are enough: the others run in the workloads that are left, and in contenders.test.ts. */
const FEW = new Set(['tiny-strings', 'tiny-objects', 'cpu', 'shared-input', 'short-maps', 'payloads', 'payloads-moved', 'cold-pool', 'memory', 'files', 'fetches'])
const CHOSEN = ['parmap', 'bare-lanes', 'generator-ring', 'p-map', 'serial', 'threads', 'processes-by-hand', 'piscina-batched', 'threads-by-hand', 'piscina', 'python multiprocessing', 'python concurrent-futures']
const few = (name: string): string[] => (FEW.has(name) ? ['--contender', ...CHOSEN] : [])

/** What may be absent where the tests run, or is not for every case. */
const isExcused = (told: string): boolean => told === 'measured' || told.startsWith('a worker of it runs one') || told.endsWith('is not installed')

/** Loses lines now and then, as its file says, so whether it is right cannot be told beforehand. */
const FORGETFUL = 'moreutils-parallel'

test.each(workloads)('a quick run of $name measures every contender, or says why not', async ({ name, value: { title, cases, floor } }) => {
  const file = join(folder, `${name}.json`)
  const { stdout, stderr } = await bench('--quick', '--rounds', '1', '--workload', name, ...few(name), '--json', file)
  const { complete, quick, results, workloads: reports, environment } = read(file)
  const isPython = ({ contender }: { readonly contender: string }): boolean => contender.startsWith('python')

  expect([complete, quick]).toEqual([true, true])
  expect(results.filter((result) => !isPython(result) && result.contender !== FORGETFUL).map(({ status, reason }) => reason ?? status).filter((told) => !isExcused(told))).toEqual([])
  expect(results.filter(isPython).filter(({ status, reason }) => status !== 'measured' && !(status === 'missing' && reason !== undefined))).toEqual([])
  expect(results.filter(({ status, times, median }) => status === 'measured' && !(times.length === 1 && times[0] === median && times[0]! > 0))).toEqual([])
  expect(results.map(({ role }) => role)).toContain('ours')
  expect(results.map(({ contender }) => contender)).toContain(floor)
  expect(environment).toMatchObject({ node: process.versions.node, nodeFlags: ['--expose-gc'] })
  const { budgets } = cases.find(({ when }) => when === 'quick')!
  expect(new Set(reports.flatMap((report) => report.cases).flatMap((report) => report.budgets).map(({ against, verdict }) => `${against} ${verdict}`))).toEqual(new Set(budgets.map(({ against }) => `${against} inconclusive`)))

  expect(stdout).toContain(`\n${title}\n`)
  expect(stdout).toContain('its figures mean nothing')
  expect(stderr).toContain(': round 1 of 1, ')
}, 300_000)

test('no sleep is shorter than it should be', async () => {
  const file = join(folder, 'sleeps.json')
  await bench('--quick', '--rounds', '1', '--workload', 'sleeps', '--contender', 'parmap', 'promise-all', '--json', file)
  expect(read(file).results.map(({ times }) => times[0]! >= 0.099)).toEqual([true, true])
})

test('with --json - stdout is the machine form alone', async () => {
  const { stdout, stderr, exitCode } = await bench(...SMALL, '--json', '-')
  const { results, seed } = JSON.parse(stdout) as Document
  expect(results.map(({ contender, status }) => [contender, status])).toEqual([['bare-lanes', 'measured'], ['p-map', 'measured']])
  expect(stderr).toContain(`seed ${seed}`)
  expect(stderr).toContain('│ bare-lanes')
  expect(exitCode).toBe(0)
})

test('reports are written at the end, and can be made again of the machine form', async () => {
  const [json, html, markdown, again] = ['r.json', 'r.html', 'r.md', 'again.html'].map((name) => join(folder, name)) as [string, string, string, string]
  const first = await bench(...SMALL, '--json', json, '--html', html, '--markdown', markdown)
  const retold = await bench('--from', json, '--html', again)
  expect(readFileSync(html, 'utf8')).toContain('<h2>noop</h2>')
  expect(readFileSync(markdown, 'utf8')).toContain('\n## noop\n')
  expect(readFileSync(again, 'utf8')).toBe(readFileSync(html, 'utf8'))
  expect([retold.stdout, retold.stderr, retold.exitCode]).toEqual([first.stdout, '', 0])
})

test('Ctrl-C keeps what has been measured, and the parent sees the signal', async () => {
  const file = join(folder, 'ended.json')
  const running = bench('--quick', '--rounds', '50', '--workload', 'noop', 'ordered-stream', '--contender', 'parmap', 'bare-lanes', 'generator-ring', '--json', file)
  const lines = createInterface({ input: running.stderr })
  for (let line = ''; !line.includes('round 2'); [line] = (await once(lines, 'line')) as [string]);
  running.kill('SIGINT')
  const { signal, stdout } = await running
  const { complete, results } = read(file)
  expect(signal).toBe('SIGINT')
  expect(complete).toBe(false)
  expect(results.map(({ workload, contender, status }) => `${workload} ${contender} ${status}`)).toEqual([
    'noop bare-lanes measured',
    'noop parmap measured',
    'ordered-stream generator-ring not-run',
    'ordered-stream parmap not-run',
  ])
  expect(stdout).toContain('│ bare-lanes')
  expect(stdout).toContain('ended before it was complete')
})

test('a program that is not installed is a row that says so, and the rest goes on', async () => {
  const file = join(folder, 'missing.json')
  const running = execa(process.execPath, [MAIN, '--quick', '--rounds', '1', '--workload', 'command-lines', '--contender', 'awk', 'xargs', 'plain-script', 'parmap-map-async', '--json', file], { env: { PATH: folder } })
  const { stdout } = await running
  const { results } = read(file)
  expect(results.map(({ contender, status, reason, version }) => [contender, status, reason, version])).toEqual([
    ['awk', 'missing', 'awk is not installed', undefined],
    ['parmap-map-async', 'measured', undefined, expect.any(String)],
    ['plain-script', 'measured', undefined, undefined],
    ['xargs', 'missing', 'xargs is not installed', undefined],
  ])
  expect(stdout).toContain('awk missing')
  expect(stdout).toContain('missing: xargs is not installed')
})

test('--node runs the contenders under another binary', async () => {
  const [binary, calls] = [join(folder, 'node'), join(folder, 'calls')]
  writeFileSync(binary, `#!/bin/sh\necho "$1" >> '${calls}'\nexec '${process.execPath}' "$@"\n`)
  chmodSync(binary, 0o755)
  const twice = ['--expose-gc', FIRST_RESULT_MAIN, ITEMS_MAIN]
  const { exitCode } = await bench(...SMALL, '--node', binary, '--json', join(folder, 'node.json'))
  expect(readFileSync(calls, 'utf8').split('\n')).toEqual(['-p', ...twice, ...twice, ''])
  expect(exitCode).toBe(0)
})

describe('a command line that cannot be followed runs nothing and ends with code 2:', () => {
  test.each([
    ['an unknown workload', ['--workload', 'noon'], "There is no workload 'noon'; there are: "],
    ['an unknown contender', ['--contender', 'q-map'], "There is no contender 'q-map'; there are: "],
    ['an unknown case', ['--case', '7'], "There is no case '7'; there are: "],
    ['a wrong number', ['--rounds', '0'], 'Expected an integer ≥ 1.'],
    ['an unknown flag', ['--fast'], "unknown option '--fast'"],
    ['flags that exclude each other', ['--quick', '--full'], 'cannot be used with'],
    ['an earlier run together with how to run', ['--from', 'results/last.json', '--rounds', '2'], 'cannot be used with'],
    ['an earlier run that is none', ['--from', MAIN], 'is not the machine form of a run'],
    ['an earlier run that is not there', ['--from', '/no/such/file'], '/no/such/file'],
    ['a Node that is not there', ['--quick', '--node', '/no/such/node'], '/no/such/node'],
  ])('%s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await bench(...args)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})
