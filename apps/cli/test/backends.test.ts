// One command on all backends: the same bytes, the same bounds, and what only some can do.

import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parmap, start, ended } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const APART = ['threads', 'processes']
const SORTS = ['skip', 'lateSkip', 'undefined', 'null', 'late', 'thenable', 'moved', 'object', 'string', 'bigint', 'symbol', 'half', 'throw', 'reject', 'nothing', 'x']
const json = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('')
const manyMixed = Array.from({ length: 5_000 }, (_, n) => (n % 97 === 0 ? SORTS[n % SORTS.length] : { n, text: 'ä'.repeat(n % 11) }))

describe.each(APART)('on %s, stdout, the messages and the exit code are those of the event loop', (backend) => {
  test.each([
    ['results of all sorts', ['./all-sorts.mjs'], json(SORTS)],
    ['results of all sorts, as lines', ['./all-sorts.mjs', '--to', 'lines'], json(SORTS)],
    ['results of all sorts, raw', ['./all-sorts.mjs', '--to', 'raw'], json(SORTS)],
    ['thousands of items', ['./all-sorts.mjs'], json(manyMixed)],
    ['no items', ['./all-sorts.mjs'], ''],
    ['bad lines and blank ones', ['./all-sorts.mjs', '--retries', '3'], '1\n{oops}\n\n \t\r\n2\r\n\u00a0\n}\n"x'],
    ['bytes that are no text', ['./all-sorts.mjs', '--from', 'lines'], Buffer.from('a\n\xff\nb', 'latin1')],
    ['lines', ['./all-sorts.mjs', '--from', 'lines', '--to', 'lines'], '\ufeffskip\nlate\r\n\n  \nthrow\nend'],
    ['a JSON array', ['./all-sorts.mjs', '--from', 'json'], JSON.stringify(manyMixed.slice(0, 50))],
    ['arguments', ['./all-sorts.mjs', ':::', ...SORTS], ''],
    ['attempts and what else a task sees', ['./context.mjs#context', '--retries', '1', ':::', 'a', 'b'], ''],
    ['failures that do not end', ['./tasks.mjs#thirdTime', '--retries', '1', ':::', 'a'], ''],
    ['a halt at the first failure', ['./tasks.mjs#notThree', '-j', '1', '--halt', 'now,fail=1'], '1\n2\n3\n4\n'],
    ['what a task prints', ['./tasks.mjs#loud', ':::', 'a'], ''],
    ['a task that wants to end the process', ['./tasks.mjs#exits', ':::', 'a', 'b'], ''],
  ])('for %s', async (_, args, input) => {
    const [here, there] = await Promise.all(['async', backend].map((name) => parmap(['map', '-b', name, ...args], { input })))
    const workers = new RegExp(`"${backend === 'threads' ? 'thread' : 'process'}-N"`, 'gu')
    expect(there!.stdout.replaceAll(workers, '"main"')).toBe(here!.stdout)
    expect(there!.told.toSorted()).toEqual(here!.told.toSorted())
    expect(there!.code).toBe(here!.code)
  })
})

describe.each(APART)('on %s', (backend) => {
  test('-j is a bound on items of all workers together, --workers on those', async () => {
    const { port, met } = await meetingOf(3)
    const child = start(['map', './meeting.mjs', '-b', backend, '--workers', '2', '-j', '3', '--from', 'lines'], { env: { MEETING_PORT: String(port) } })
    child.stdin.end('a\n'.repeat(12))
    expect(await ended(child)).toMatchObject({ code: 0, stdout: '"a"\n'.repeat(12) })
    expect({ most: met.most, workers: met.workers.size }).toEqual({ most: 3, workers: 2 })
  })

  test('-j 1 is one worker', async () => {
    const { port, met } = await meetingOf(1)
    await parmap(['map', './meeting.mjs', '-b', backend, '-j', '1', ':::', 'a', 'b', 'c'], { env: { MEETING_PORT: String(port) } })
    expect({ most: met.most, workers: met.workers.size }).toEqual({ most: 1, workers: 1 })
  })

  test('each worker runs 16 items at once, unless it is told otherwise', async () => {
    const { port, met } = await meetingOf(32)
    await parmap(['map', './meeting.mjs', '-b', backend, '--workers', '2', '--from', 'lines'], { input: 'a\n'.repeat(96), env: { MEETING_PORT: String(port) } })
    expect({ most: met.most, workers: met.workers.size }).toEqual({ most: 32, workers: 2 })
  })

  test('items that compute run in all workers without a flag for it, although one has slots for all', async () => {
    const { stdout } = await parmap(['map', './context.mjs#spins', '-b', backend, '--workers', '2', ':::', ...Array.from({ length: 12 }, () => '200')])
    expect(new Set(stdout.trimEnd().split('\n')).size).toBe(2)
  })

  test('as few items that compute as there are workers run at once, from the first on', async () => {
    const { code, stdout } = await parmap(['map', './computes-together.mjs', '-b', backend, '--workers', '2', ':::', 'a', 'b'], { env: { FOLDER: temporaryFolder(), TOGETHER: '2' } })
    expect({ code, workers: new Set(stdout.trimEnd().split('\n')).size }).toEqual({ code: 0, workers: 2 })
  })

  test.each([[['-n', '2', ':::', 'a', 'b']], [['--limit', '1', ':::', 'a', 'b']], [[':::', 'a']]])('no more workers than items start, arguments %j', async (args) => {
    const cwd = temporaryFolder({ 'task.mjs': "console.error('loaded')\nexport default (item) => item\n" })
    expect(await parmap(['map', './task.mjs', '-b', backend, '--workers', '2', ...args], { cwd })).toMatchObject({ code: 0, told: ['loaded'] })
  })

  test('an item that computes for ever is ended by its timeout, and the others run', async () => {
    const { code, stdout, told } = await parmap(['map', './computing.mjs', '-b', backend, '-j', '1', '--timeout', '100ms'], { input: '1\n2\n3\n' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '1\n3\n' })
    expect(told).toEqual(['computing', 'parmap: item 2 (stdin:2): ran longer than 100 ms'])
  })

  test('a module is loaded by its workers alone: what it does as a program, it does not do', async () => {
    expect(await parmap(['map', './program.mjs', '-b', backend, ':::', 'a'])).toMatchObject({ code: 0, stdout: '"a"\n', told: [] })
  })

  test('what Node was told to import first is imported in the workers, too', async () => {
    expect(await parmap(['map', './finds-import.mjs', '-b', backend, ':::', 'a'], { env: { NODE_OPTIONS: '--import=./imported-first.mjs' } })).toMatchObject({ code: 0, stdout: 'true\n' })
  })

  test('what a task says last is not lost', async () => {
    const { code, told } = await parmap(['map', './defined.mjs#counted', '-b', backend, '-j', '1', ':::', 'a', 'b'])
    expect({ code, told }).toEqual({ code: 0, told: ['torn down after 2'] })
  })
})

test('threads are the default', async () => {
  const { stdout } = await parmap(['map', './context.mjs#context', '--retries', '1', ':::', 'a'])
  expect(JSON.parse(stdout)).toMatchObject({ worker: 'thread-N' })
})

interface Met {
  /** How many were there at once. */
  most: number
  readonly workers: Set<string>
}

/** A server that lets those who connect go only when so many are there. */
async function meetingOf(size: number): Promise<{ readonly port: number; readonly met: Met }> {
  const met: Met = { most: 0, workers: new Set() }
  const waiting = new Set<Socket>()
  let here = 0
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    met.most = Math.max(met.most, ++here)
    socket.on('data', (worker) => met.workers.add(worker.toString()))
    socket.on('end', () => { // it has said all
      waiting.add(socket)
      if (waiting.size === size) letGo()
    })
  })
  function letGo(): void {
    for (const socket of waiting) {
      here--
      socket.end()
    }
    waiting.clear()
  }
  server.listen(0, '127.0.0.1')
  onTestFinished(() => { server.close() })
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, met }
}
