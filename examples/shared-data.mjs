// Two ways to give a large input to many small items: `with(data)` copies it once into each worker, and memory that is
// shared is not copied at all.
//
//   $ node examples/shared-data.mjs
//   copied once into each worker: 3 of 1000
//   shared: 3 of 1000

import { defineTask, isWorker, map } from '@parmap/threads'

/** @typedef {{ readonly values: Int32Array }} Data */

export const above = defineTask(
  import.meta.url,
  'above',
  (/** @type {number} */ limit, { state }) => state.reduce((count, value) => count + Number(value > limit), 0),
  { setup: (/** @type {Data} */ { values }) => values }, // once in each worker, before its first item
)

if (!isWorker) {
  const copied = Int32Array.from({ length: 1_000 }, (_, n) => n)
  const [few] = await map(above.with({ values: copied }), [996])
  console.log(`copied once into each worker: ${few} of ${copied.length}`)

  const shared = new Int32Array(new SharedArrayBuffer(copied.byteLength))
  shared.set(copied)
  const [same] = await map(above.with({ values: shared }), [996])
  console.log(`shared: ${same} of ${shared.length}`)
}
