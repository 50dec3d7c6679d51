// A task that any backend can run: a reference to an export of this module, with a setup that every worker does once.
// The command line runs it, and programs do (see portable-task.mjs).
//
//   $ parmap map examples/slug.mjs#slug --to lines ::: Smörgåsbord Crème_brûlée
//   smorgasbord
//   creme-brulee

import { defineTask } from '@parmap/async'

export const slug = defineTask(
  import.meta.url,
  'slug',
  (/** @type {string} */ title, { state }) => {
    const plain = title.normalize('NFD').replace(state.accents, '').toLowerCase()
    return plain.replace(state.separators, '-')
  },
  // A stand-in for what is costly to make: a connection, a model, a big table.
  { setup: () => ({ accents: /\p{Diacritic}/gu, separators: /[^\p{Letter}\p{Number}]+/gu }) },
)
