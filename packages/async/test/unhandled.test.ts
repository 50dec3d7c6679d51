// No unhandled rejection beyond the promises handed to the caller. Each program handles all of those; Node ends a process
// with code 1 and the error on stderr at the first rejection that nobody handles.

import { test } from 'vitest'
import { runProgram } from '../../core/test/support/program.ts'

const HOME = new URL('../', import.meta.url)
const PRELUDE = `
  import { asyncExecutor, importTask, map } from '@parmap/async'
  const turns = async (count = 10) => { for (let turn = 0; turn < count; turn++) await new Promise(setImmediate) }
  const fails = async (n) => { await turns(n % 3); throw new Error('item ' + n) }
  const endless = function* () { for (let n = 0; ; n++) yield n }
  const read = async (stream) => { try { for await (const _ of stream); } catch {} }
`

test.concurrent.for([
  ['several items fail after the one that stopped the run', `
    for (const verb of ['map', 'forEach']) await asyncExecutor()[verb](fails, [1, 2, 3, 4, 5]).catch(() => {})
    for (const verb of ['imap', 'imapUnordered']) await read(asyncExecutor()[verb](fails, [1, 2, 3, 4, 5]))
    await turns()`],
  ['items fail after an abort', `
    for (const verb of ['map', 'forEach', 'imap', 'imapUnordered']) {
      const controller = new AbortController()
      const run = asyncExecutor()[verb](fails, [2, 5, 8], { signal: controller.signal })
      const done = verb.startsWith('imap') ? read(run) : run.catch(() => {})
      await turns(1)
      controller.abort(new Error('enough'))
      await done
    }
    await turns()`],
  ['the signal was aborted before, and the stream is never read', `
    asyncExecutor().imap(fails, [1], { signal: AbortSignal.abort(new Error('before')) })
    await turns()`],
  ['a stream is aborted while nobody reads', `
    for (const verb of ['imap', 'imapUnordered']) {
      const controller = new AbortController()
      const stream = asyncExecutor()[verb]((n) => n, endless(), { signal: controller.signal })
      await stream.next()
      controller.abort(new Error('enough'))
      await turns()
    }`],
  ['an item of a stream fails while nobody reads', `
    for (const verb of ['imap', 'imapUnordered']) {
      const stream = asyncExecutor({ concurrency: 2 })[verb](async (n) => { if (n === 3) throw new Error('no'); return n }, endless())
      await stream.next()
      await turns()
      await stream.return()
    }`],
  ['the input is rejected while the head of the stream is pending', `
    for (const verb of ['imap', 'imapUnordered']) {
      let open
      const input = (async function* () { yield 1; throw new Error('input') })()
      const stream = asyncExecutor()[verb](() => new Promise((resolve) => { open = resolve }), input)
      const head = stream.next()
      await turns()
      open(1)
      await head
      await stream.next().catch(() => {})
    }`],
  ['the input is rejected and nobody reads on', `
    const stream = asyncExecutor().imap((n) => n, (async function* () { yield 1; throw new Error('input') })())
    await stream.next()
    await turns()`],
  ['a pending next() of the input is rejected after the stream was left, or the run aborted', `
    for (const leave of [(stream) => stream.return(), (stream, controller) => { controller.abort(); return stream.next().catch(() => {}) }]) {
      let fail
      const controller = new AbortController()
      const input = { [Symbol.asyncIterator]: () => ({ next: () => new Promise((_, reject) => { fail = reject }), return: async () => ({ done: true }) }) }
      const stream = asyncExecutor().imap((n) => n, input, { signal: controller.signal })
      const first = stream.next().catch(() => {})
      await turns()
      await leave(stream, controller)
      fail(new Error('late'))
      await first
      await turns()
    }`],
  ['return() of the input throws or is rejected', `
    for (const back of [() => { throw new Error('return') }, () => Promise.reject(new Error('return'))]) {
      const input = () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }), return: back }) })
      await map(fails, input()).catch(() => {})
      await read(asyncExecutor().imap(fails, input()))
      await read(asyncExecutor().imapUnordered(fails, input()))
      const executor = asyncExecutor()
      const stream = executor.imap((n) => n, input())
      await stream.next()
      await executor.close()
      const other = asyncExecutor()
      const streams = [other.imap((n) => n, input()), other.imapUnordered((n) => n, input())]
      for (const one of streams) await one.next()
      await other.terminate()
      const controller = new AbortController()
      const last = asyncExecutor().imap((n) => n, input(), { signal: controller.signal })
      await last.next()
      controller.abort()
      await turns()
    }`],
  ['return() is rejected after a pending next() that was left', `
    const input = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: () => Promise.reject(new Error('return')) }) }
    const stream = asyncExecutor().imap((n) => n, input)
    stream.next()
    await turns()
    await stream.return().catch(() => {})
    await turns()`],
  ['items that are promises are rejected after their run was over', `
    for (const end of [(executor) => executor.terminate(), (executor, controller) => { controller.abort() }]) {
      const executor = asyncExecutor()
      const controller = new AbortController()
      let fail
      const late = new Promise((_, reject) => { fail = reject })
      const done = executor.map((n) => n, [1, late, 3], { signal: controller.signal }).catch(() => {})
      await turns()
      await end(executor, controller)
      fail(new Error('late'))
      await done
      await turns()
    }`],
  ['promises behind a pending head are rejected before they are handed out', `
    let open
    const head = new Promise((resolve) => { open = resolve })
    const items = (function* () { yield head; yield Promise.reject(new Error('second')); yield Promise.reject(new Error('third')) })()
    const done = map((n) => n, items, { errors: 'settle' })
    await turns()
    open(1)
    await done`],
  ['an executor is terminated with everything under way', `
    const executor = asyncExecutor({ concurrency: 2 })
    const all = [executor.map(fails, [5, 8]), executor.submit(fails, 2), executor.forEach(fails, endless())].map((one) => one.catch(() => {}))
    executor.imap(fails, [1]).next().catch(() => {})
    executor.imapUnordered(fails, [1])
    await turns(1)
    await executor.terminate(new Error('over'))
    await Promise.all(all)
    await turns()`],
  ['an executor is closed with streams that nobody reads', `
    const executor = asyncExecutor()
    const streams = [executor.imap((n) => n, endless()), executor.imapUnordered((n) => n, endless()), executor.imap((n) => n, [1])]
    await streams[0].next()
    await streams[1].next()
    await executor.close()
    await turns()`],
  ['a timed out item fails later', `
    await map(async () => { await new Promise((resolve) => { setTimeout(resolve, 30) }); throw new Error('late') }, [1], { timeout: 5 }).catch(() => {})
    await new Promise((resolve) => { setTimeout(resolve, 40) })`],
  ['a teardown fails after a close() inside a task, or after one that was overtaken by terminate()', `
    const { defineTask } = await import('@parmap/async')
    const task = (teardown) => defineTask(import.meta.url, 'task', (n) => n, { setup: () => 1, teardown })
    const inside = asyncExecutor()
    await inside.submit(task(() => { throw new Error('in teardown') }), 1)
    await inside.submit(() => inside.close(), 1)
    await turns()
    for (const count of [0, 12]) {
      const overtaken = asyncExecutor()
      await overtaken.submit(task(() => new Promise((_, reject) => { setTimeout(reject, 20, new Error('in teardown')) })), 1)
      const closed = overtaken.close().catch(() => {})
      await turns(count)
      await overtaken.terminate().catch(() => {})
      await closed
    }
    await turns()`],
  ['callbacks are rejected', `
    const rejects = async () => { throw new Error('callback') }
    await map((n) => n, [1, 2], { onOutcome: rejects }).catch(() => {})
    await map((n) => n, [1, 2], { onProgress: rejects }).catch(() => {})
    await map((n) => n, [], { onProgress: rejects }).catch(() => {})
    await turns()`],
  ['a callback is rejected after its run has ended', `
    let fail
    await map((n) => n, [1], { onOutcome: () => new Promise((_, reject) => { fail = reject }) })
    fail(new Error('late'))
    await turns()`],
  ['tasks cannot be loaded or set up', `
    const executor = asyncExecutor()
    const task = importTask(new URL('file:///no/such/module.mjs'))
    await Promise.all([executor.map(task, [1, 2, 3], { batchSize: 1 }), executor.submit(task, 1), executor.map(task, [1], { errors: 'settle' })].map((one) => one.catch(() => {})))
    await executor.close()`],
  ['several next() of one stream wait when it fails', `
    const stream = asyncExecutor().imap(fails, [1, 2])
    const [first, ...others] = [stream.next(), stream.next(), stream.next()]
    await first.catch(() => {})
    await Promise.all(others)
    await turns()`],
  ['iterators throw from every door', `
    const boom = () => { throw new Error('door') }
    const inputs = [{ [Symbol.iterator]: boom }, { [Symbol.asyncIterator]: boom }, { [Symbol.iterator]: () => ({ next: boom, return: boom }) }, { [Symbol.asyncIterator]: () => ({ next: boom, return: boom }) }]
    for (const input of inputs) {
      await map((n) => n, input).catch(() => {})
      await read(asyncExecutor().imap((n) => n, input))
      asyncExecutor().imap((n) => n, input)
    }
    await turns()`],
] as const)('when %s', async ([, source], { expect }) => {
  const ended = await runProgram(HOME, `${PRELUDE}${source}\nconsole.log('handled')`)
  expect(ended).toEqual({ code: 0, signal: null, stdout: 'handled\n', stderr: '' })
})
