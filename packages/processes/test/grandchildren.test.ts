// What becomes of the processes that tasks start.

import { importTask } from '@parmap/core'
import { processExecutor } from '@parmap/processes'
import { describe, expect, test } from 'vitest'
import { Lifelines } from '../../core/test/support/lifelines.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { runProgram, startProgram } from '../../core/test/support/program.ts'
import { fixtureTask, workersFor } from '../../core/test/support/workers.ts'
import { WORKERS } from './support/workers.ts'

const HOME = new URL('../', import.meta.url)
const LIFELINE = new URL('../../core/test/fixtures/lifeline.mjs', import.meta.url).href
const spawnAndWait = fixtureTask<number, void>('lifeline.mjs', 'spawnAndWait')

describe('they end with the worker', () => {
  test('when the executor is terminated', async () => {
    const lifelines = await Lifelines.open()
    const executor = workersFor(WORKERS, { workers: 1 })
    const run = rejection(executor.submit(spawnAndWait, lifelines.port))
    await lifelines.begun(1)
    await executor.terminate('enough')
    await lifelines.ended(1)
    expect(await run).toBe('enough')
  })

  test('when it is killed for an item that does not stop', async () => {
    const lifelines = await Lifelines.open()
    const executor = workersFor(WORKERS, { workers: 1, killGrace: 0 })
    const controller = new AbortController()
    const run = rejection(executor.submit(spawnAndWait, lifelines.port, { signal: controller.signal }))
    await lifelines.begun(1)
    controller.abort('enough')
    await lifelines.ended(1)
    expect(await run).toBe('enough')
  })

  test.each(['spawnAndWait', 'spawnAndBlock'])('when the host is killed while an item runs: %s', async (name) => {
    const lifelines = await Lifelines.open()
    const { child, ended } = await startProgram(HOME, `
      import { processExecutor, importTask } from '@parmap/processes'
      await processExecutor({ workers: 1 }).submit(importTask('${LIFELINE}', '${name}'), ${lifelines.port})`)
    await lifelines.begun(1)
    child.kill('SIGKILL')
    await lifelines.ended(1)
    expect(await ended).toMatchObject({ signal: 'SIGKILL' })
  })
})

test('one that an item has left behind does not hold the host, nor does it end with the executor', async () => {
  const lifelines = await Lifelines.open()
  const { stdout, code } = await runProgram(HOME, `
    import { processExecutor, importTask } from '@parmap/processes'
    const executor = processExecutor({ workers: 1 })
    await executor.submit(importTask('${LIFELINE}', 'leaveChild'), ${lifelines.port})
    await executor.close()
    console.log('closed')`)
  expect({ stdout, code }).toEqual({ stdout: 'closed\n', code: 0 })
  await lifelines.begun(1)
  lifelines.cut()
  await lifelines.ended(1)
})

test('a process of an executor that was made in a thread ends with the thread, also when it is blocked', async () => {
  const lifelines = await Lifelines.open()
  const { Worker } = await import('node:worker_threads')
  const thread = new Worker(`
    import(${JSON.stringify(import.meta.resolve('@parmap/processes'))}).then(({ processExecutor, importTask }) =>
      processExecutor({ workers: 1 }).submit(importTask('${LIFELINE}', 'block'), ${lifelines.port}))`, { eval: true })
  await lifelines.begun(1)
  expect(await thread.terminate()).toBe(1)
  await lifelines.ended(1)
})

test('a process of an executor that was made in a process ends with that, also when it is blocked', async () => {
  const lifelines = await Lifelines.open()
  const executor = processExecutor({ workers: 1 })
  const within = importTask<(item: object) => unknown>(new URL('../../core/test/fixtures/nested.mjs', import.meta.url), 'within')
  const run = rejection(executor.submit(within, { home: import.meta.resolve('@parmap/processes'), maker: 'processExecutor', module: LIFELINE, name: 'block', item: lifelines.port, isLeft: true }))
  await lifelines.begun(1)
  await executor.terminate('enough')
  await lifelines.ended(1)
  expect(await run).toBe('enough')
})
