// The three ways to treat items that fail: stop at the first, run all and throw at the end, or have a record of each.
//
//   $ node examples/error-modes.mjs
//   stop:    PARMAP_TASK_FAILED at item 1: Unexpected end of JSON input
//   collect: 2 of 4 items failed: 1, 3
//   settle:  {"n":1} · failed · {"n":3} · failed

import { asyncExecutor, TaskError } from '@parmap/async'

const texts = ['{"n":1}', '{"n":', '{"n":3}', '']
const executor = asyncExecutor()
const parse = (/** @type {string} */ text) => JSON.parse(text)

await executor.map(parse, texts).catch((error) => {
  if (!(error instanceof TaskError)) throw error
  console.log(`stop:    ${error.code} at item ${error.index}: ${error.cause instanceof Error && error.cause.message}`)
})

await executor.map(parse, texts, { errors: 'collect' }).catch((error) => {
  if (!(error instanceof AggregateError)) throw error
  console.log(`collect: ${error.message}: ${error.errors.map((item) => item.index).join(', ')}`)
})

const settled = await executor.map(parse, texts, { errors: 'settle' })
console.log(`settle:  ${settled.map((item) => (item.status === 'fulfilled' ? JSON.stringify(item.value) : 'failed')).join(' · ')}`)
