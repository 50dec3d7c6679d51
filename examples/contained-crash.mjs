// An item that kills its process takes nothing else with it: it fails, and another process goes on.
//
//   $ node examples/contained-crash.mjs
//   1: fulfilled
//   2: rejected PARMAP_WORKER_LOST, SIGKILL
//   3: fulfilled
//   4: fulfilled

import { defineTask, isWorker, processExecutor } from '@parmap/processes'

export const render = defineTask(import.meta.url, 'render', (/** @type {number} */ page) => {
  if (page === 2) process.kill(process.pid, 'SIGKILL') // as the kernel does where memory runs out
  return `page ${page}`
})

if (!isWorker) {
  const executor = processExecutor({ workers: 2 })
  const outcomes = await executor.map(render, [1, 2, 3, 4], { errors: 'settle' })
  for (const outcome of outcomes) {
    const why = outcome.status === 'rejected' ? ` ${outcome.reason.code}, ${Reflect.get(outcome.reason, 'signal')}` : ''
    console.log(`${outcome.index + 1}: ${outcome.status}${why}`)
  }
  await executor.close()
}
