// How long the host process lives: never shorter than items are pending, never longer. Each program is a real process;
// Node ends one with code 13 when its loop is empty while its top level still waits.

import { test } from 'vitest'
import { runProgram } from '../../core/test/support/program.ts'

const HOME = new URL('../', import.meta.url)
const PRELUDE = `
  import { asyncExecutor, map } from '@parmap/async'
  const never = () => new Promise(() => {})
  const later = (ms, value) => new Promise((resolve) => { setTimeout(resolve, ms, value).unref() }) // holds nothing by itself
`

test.concurrent.for([
  ['that run', `console.log(await map((n) => later(30, n), [1, 2]))`, '[ 1, 2 ]'],
  ['of each verb', `
    const executor = asyncExecutor()
    await executor.forEach(() => later(20), [1])
    console.log(await executor.submit((n) => later(20, n), 1))
    for await (const value of executor.imap((n) => later(20, n), [2])) console.log(value)
    for await (const value of executor.imapUnordered((n) => later(20, n), [3])) console.log(value)`, '1\n2\n3'],
  ['that wait for a retry', `console.log(await map((n, { attempt }) => { if (attempt === 1) throw 1; return n }, [7], { retries: { limit: 1, delay: 30 } }))`, '[ 7 ]'],
  ['that are promises which have not come', `console.log(await map((n) => n, [later(30, 5)]))`, '[ 5 ]'],
  ['that run on after their run was aborted', `
    const executor = asyncExecutor()
    const controller = new AbortController()
    const done = executor.map(() => later(30).then(() => { console.log('ended') }), [1], { signal: controller.signal }).catch(() => {})
    await new Promise(setImmediate)
    controller.abort('enough')
    await done
    await executor.idle()`, 'ended'],
  ['that wait for leave to start', `
    const executor = asyncExecutor({ rateLimit: { limit: 1, interval: 30 } })
    console.log(await executor.map((n) => n, [1, 2, 3]))`, '[ 1, 2, 3 ]'],
  ['that time out', `
    const error = await map(never, [1], { timeout: 30 }).catch((error) => error)
    console.log(error.code)`, 'PARMAP_TIMEOUT'],
] as const)('the host does not exit with items %s', async ([, source, printed], { expect }) => {
  const ended = await runProgram(HOME, PRELUDE + source)
  expect(ended).toEqual({ code: 0, signal: null, stdout: `${printed}\n`, stderr: '' })
})

test('an item that never ends holds the host', async ({ expect }) => {
  // The timer is unref'd: it only fires if something else keeps the process alive.
  const { code } = await runProgram(HOME, `${PRELUDE} void map(never, [1]); setTimeout(() => { process.exit(42) }, 50).unref()`)
  expect(code).toBe(42)
})

test.concurrent.for([
  ['nothing was ever run', `asyncExecutor()`],
  ['all runs have ended, without close', `const executor = asyncExecutor(); await executor.map((n) => n, [1, 2]); await executor.submit((n) => n, 1)`],
  ['a run has failed', `await map(() => { throw new Error('no') }, [1, 2, 3]).catch(() => {})`],
  ['a stream was never read', `asyncExecutor().imap((n) => n, [1, 2, 3])`],
  ['a stream was left unread with its window full', `
    const stream = asyncExecutor().imap((n) => n, (function* () { for (let n = 0; ; n++) yield n })())
    await stream.next()`],
  ['an unordered stream was left unread with its window full', `
    const stream = asyncExecutor().imapUnordered((n) => n, (function* () { for (let n = 0; ; n++) yield n })())
    await stream.next()`],
  ['a stream was left unread in which an item has failed', `
    const stream = asyncExecutor({ concurrency: 4 }).imap(async (n) => { if (n === 2) throw new Error('no'); return n }, [0, 1, 2, 3, 4, 5, 6])
    await stream.next()`],
  ['an unordered stream was left unread in which an item has failed', `
    const stream = asyncExecutor({ concurrency: 4 }).imapUnordered(async (n) => { if (n === 2) throw new Error('no'); return n }, [0, 1, 2, 3, 4, 5, 6])
    await stream.next()`],
  ['a stream was left unread and the rest of its items skipped or collected', `
    const executor = asyncExecutor()
    await executor.imap(async (n) => { if (n > 0) throw new Error('no'); return n }, [0, 1, 2], { errors: 'collect' }).next()`],
  ['an async input gives nothing more, and nothing runs', `void map((n) => n, { [Symbol.asyncIterator]: () => ({ next: never }) })`],
  ['an item that does not stop was given up', `await map(never, [1], { timeout: 10 }).catch(() => {})`],
  ['an aborted item that does not stop was given up', `
    const controller = new AbortController()
    const done = map(never, [1], { signal: controller.signal }).catch(() => {})
    setImmediate(() => { controller.abort() })
    await done`],
  ['a stream was left unread of which an item, given up, keeps its slot', `
    const endless = (function* () { for (let n = 0; ; n++) yield n })()
    await asyncExecutor({ concurrency: 1 }).imap(never, endless, { timeout: 10, errors: 'settle', window: 1 }).next()`],
  ['a stream was left unread that failed by an item which, given up, keeps its slot', `
    const executor = asyncExecutor({ concurrency: 1 })
    await executor.submit(never, 1, { timeout: 10 }).catch(() => {}) // as many as may be detached
    await executor.imap((n) => (n > 1 ? never() : n), [1, 2], { timeout: 10 }).next()`],
  ['the executor was terminated while an item runs', `
    const executor = asyncExecutor()
    const done = executor.map(never, [1]).catch(() => {})
    await new Promise(setImmediate)
    await executor.terminate()
    await done`],
  ['the executor was closed', `const executor = asyncExecutor(); await executor.map((n) => n, [1]); await executor.close()`],
  ['the rate limit was used', `const executor = asyncExecutor({ rateLimit: { limit: 1, interval: 100_000 } }); await executor.submit((n) => n, 1)`],
] as const)('the host exits by itself when %s', async ([, source], { expect }) => {
  const ended = await runProgram(HOME, PRELUDE + source)
  expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
})

// Where return() never answers, it is awaited for one second of real time: what is shown is that the process lives so long.
test.concurrent.for([
  ['a failed run is rejected', `console.log((await map(() => { throw new Error('no') }, input).catch((error) => error)).code)`, 'PARMAP_TASK_FAILED'],
  ['a stream that is left returns', `
    const executor = asyncExecutor()
    const stream = executor.imap((n) => n, input)
    await stream.next()
    await executor.idle() // nothing else holds the process now
    const { done, value } = await stream.return()
    console.log(done, value)`, 'true undefined'],
  ['a closed executor is closed', `
    const executor = asyncExecutor()
    await executor.imap((n) => n, input).next()
    await executor.idle()
    await executor.close()
    console.log('closed')`, 'closed'],
] as const)('%s although the return() of its input never answers', async ([, source, printed], { expect }) => {
  const input = `const input = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }), return: never }) };`
  const ended = await runProgram(HOME, PRELUDE + input + source)
  expect(ended).toEqual({ code: 0, signal: null, stdout: `${printed}\n`, stderr: '' })
})

// Each waits for one second of real time: what is shown is that the process lives so long.
test.concurrent.for([
  ['the next() of its input', `
    executor.imap((n) => n, { [Symbol.asyncIterator]: () => ({ next: never }) }).next().catch(() => {})
    await new Promise(setImmediate)`],
  ['a setup that no run needs any more', `
    const { defineTask } = await import('@parmap/async')
    const controller = new AbortController()
    const done = executor.map(defineTask(import.meta.url, 'task', (n) => n, { setup: never }), [1], { signal: controller.signal }).catch(() => {})
    setImmediate(() => { controller.abort() })
    await done`],
] as const)('a closed executor is closed although %s never answers', async ([, source], { expect }) => {
  const ended = await runProgram(HOME, `${PRELUDE} const executor = asyncExecutor(); ${source}\nawait executor.close(); console.log('closed')`)
  expect(ended).toEqual({ code: 0, signal: null, stdout: 'closed\n', stderr: '' })
})
