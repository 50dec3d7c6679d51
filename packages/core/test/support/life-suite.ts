// How long workers live, and how long they let their host live.

import { expect, test } from 'vitest'
import { Lifelines } from './lifelines.ts'
import { rejection } from './outcome-of.ts'
import { runProgram, startProgram } from './program.ts'
import { turns } from './turns.ts'
import { WorkerEnds } from './worker-ends.ts'
import { fixtureTask, workersFor, type Workers } from './workers.ts'

const lifeline = (name: string): ReturnType<typeof fixtureTask<number, void>> => fixtureTask<number, void>('lifeline.mjs', name)
const name = fixtureTask<unknown, string>('plain-tasks.mjs', 'worker')
// Each costs a start. PARMAP_MANY makes it more, e.g. 1,000 at night.
const EXECUTORS = Number(process.env['PARMAP_MANY'] ?? 40)
const RUNS = 1_000

export function lifeSuite(workers: Workers): void {
  const { home, maker, packageName } = workers

  /** A program that has made an executor of two workers. */
  const program = (source: string): string => `
    import { ${maker}, importTask } from '${packageName}'
    const executor = ${maker}({ workers: 2 })
    const lifeline = (name) => importTask('${new URL('../fixtures/lifeline.mjs', import.meta.url).href}', name)
    const echo = importTask('${new URL('../fixtures/crashing.mjs', import.meta.url).href}', 'echo')
    const never = importTask('${new URL('../fixtures/plain-tasks.mjs', import.meta.url).href}', 'never')
    ${source}`

  test.for([
    ['workers are idle', `console.log(await executor.map(echo, [1, 2, 3]))`, '[ 1, 2, 3 ]'],
    ['it has been closed', `console.log(await executor.map(echo, [1])); await executor.close(); console.log('closed')`, '[ 1 ]\nclosed'],
    ['it has been closed without a wait', `console.log(await executor.map(echo, [1])); void executor.close()`, '[ 1 ]'],
    ['it has been terminated, and waited for that', `console.log(await executor.map(echo, [1])); await executor.terminate(); console.log('over')`, '[ 1 ]\nover'],
    ['it was terminated while an item ran', `
      const run = executor.submit(never, 1).catch((error) => { console.log(error.code) })
      await executor.map(echo, [1])
      await executor.terminate()
      await run
      console.log('over')`, 'PARMAP_TERMINATED\nover'],
    ['it was terminated while workers started', `
      const run = executor.map(echo, [1, 2]).catch((error) => { console.log(error.code) })
      setImmediate(() => executor.terminate().then(() => { console.log('over') }))
      await run`, 'PARMAP_TERMINATED\nover'],
    ['it was closed while items ran', `
      const run = executor.map(echo, [1, 2])
      await executor.close()
      console.log(await run)`, '[ 1, 2 ]'],
  ] as const)('the host exits by itself when %s', async ([, source, printed]) => {
    expect(await runProgram(home, program(source))).toEqual({ code: 0, signal: null, stdout: `${printed}\n`, stderr: '' })
  })

  test.for([['idle', 'hold'], ['waiting', 'wait'], ['blocked', 'block']] as const)('%s workers end when their host is killed', async ([, what]) => {
    const lifelines = await Lifelines.open()
    const { child, ended } = await startProgram(home, program(`await executor.map(lifeline('${what}'), [${lifelines.port}, ${lifelines.port}]); setInterval(() => {}, 1e6)`))
    await lifelines.begun(2)
    child.kill('SIGKILL')
    await lifelines.ended(2)
    expect(await ended).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  })

  test('Ctrl-C, which signals the whole group of the host, leaves no worker behind, and no word', async () => {
    const lifelines = await Lifelines.open()
    const { child, ended } = await startProgram(home, program(`await executor.map(lifeline('block'), [${lifelines.port}, ${lifelines.port}])`))
    await lifelines.begun(2)
    process.kill(-child.pid!, 'SIGINT')
    await lifelines.ended(2)
    expect(await ended).toEqual({ code: null, signal: 'SIGINT', stdout: '', stderr: '' })
  })

  test('a host that handles SIGINT keeps its workers', async () => {
    const { child, ended } = await startProgram(home, program(`
      process.on('SIGINT', async () => { console.log(await executor.map(echo, [3])); process.exit() })
      console.log(await executor.map(echo, [1, 2]))
      setInterval(() => {}, 1e6)`))
    child.stdout!.once('data', () => { process.kill(-child.pid!, 'SIGINT') })
    expect(await ended).toEqual({ code: 0, signal: null, stdout: '[ 1, 2 ]\n[ 3 ]\n', stderr: '' })
  })

  test('close() while items run waits for them, and then for the workers to end', async () => {
    const ends = new WorkerEnds()
    const executor = workersFor(workers, { workers: 2 })
    const run = executor.map(name, Array.from({ length: 10 }))
    await executor.close()
    expect(await run).toHaveLength(10)
    expect(ends.all.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  })

  test('terminate() ends workers that start, that wait and that are blocked, and resolves when they have ended', async () => {
    const ends = new WorkerEnds()
    const lifelines = await Lifelines.open()
    const executor = workersFor(workers, { workers: 3 })
    const runs = [executor.submit(lifeline('wait'), lifelines.port), executor.submit(lifeline('block'), lifelines.port)].map(rejection)
    await lifelines.begun(2)
    runs.push(rejection(executor.submit(lifeline('hold'), lifelines.port)))
    await Promise.resolve() // until it has been sent
    await executor.terminate('enough')
    expect(ends.all).toHaveLength(3)
    expect(await Promise.all(runs)).toEqual(['enough', 'enough', 'enough'])
    await lifelines.ended(2)
  })

  test('close() kills a worker that is blocked by what a task has left behind, after startTimeout, and says so', async () => {
    const executor = workersFor(workers, { workers: 1, startTimeout: 1_500 })
    await executor.submit(fixtureTask('crashing.mjs', 'afterwards'), 'endless loop')
    expect(await rejection(executor.close())).toMatchObject({
      code: 'PARMAP_WORKER_LOST', cause: { message: expect.stringContaining('its teardowns were not over within its startTimeout of 1500 ms') as string },
    })
  })

  test(`${EXECUTORS} executors made and closed leave nothing behind`, async () => {
    const use = async (): Promise<void> => {
      const executor = workers.make({ workers: 1 })
      await executor.map(name, [1])
      await executor.close()
    }
    await use()
    const before = left()
    for (let n = 0; n < EXECUTORS; n += 2) await Promise.all([use(), use()])
    // The end of a pipe may come a little after that of its process, and no event tells of it. What stays hangs this test.
    while (surplus(before).length > 0) await turns(1)
    expect(surplus(before)).toEqual([])
  }, 2_000 * EXECUTORS)

  test(`${RUNS} runs on one executor leave nothing behind`, async () => {
    const executor = workersFor(workers, { workers: 2 })
    const use = async (n: number): Promise<void> => {
      await executor.map(name, [1, 2, 3], { timeout: 60_000 })
      await executor.submit(fixtureTask('crashing.mjs', 'running'), 'throw', { signal: new AbortController().signal }).catch(() => n)
    }
    await use(0)
    const before = left()
    for (let n = 0; n < RUNS; n++) await use(n)
    // The end of a pipe may come a little after that of its process, and no event tells of it. What stays hangs this test.
    while (surplus(before).length > 0) await turns(1)
    expect(surplus(before)).toEqual([])
  })
}

/** What holds or listens to this process, one entry each, but for timers that hold nothing. */
function left(): string[] {
  const listeners = [process, process.stderr].flatMap((one) => one.eventNames().flatMap((event) => Array.from({ length: one.listenerCount(event) }, () => `listens to ${String(event)}`)))
  return [...process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate'), ...listeners]
}

/** What there is more of than there was. */
function surplus(before: readonly string[]): string[] {
  const rest = [...before]
  return left().filter((one) => {
    const place = rest.indexOf(one)
    if (place >= 0) rest.splice(place, 1)
    return place < 0
  })
}
