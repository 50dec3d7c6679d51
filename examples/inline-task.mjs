// A task without a module of its own: it travels as the text of its function. What the function needs comes as its item
// or as its state; a variable from around it is refused by name, before anything runs.
//
//   $ node examples/inline-task.mjs
//   3.00 4.50 6.00
//   Cannot inline the function: its text is all that travels, and leaves behind what is around it.

import { asyncExecutor } from '@parmap/async'
import { inlineTask } from '@parmap/core/inline'

const scale = inlineTask((/** @type {number} */ n, { state }) => (n * state.factor).toFixed(2), { factor: 1.5 })
const scaled = await asyncExecutor().map(scale, [2, 3, 4])
console.log(scaled.join(' '))

const factor = 1.5
try {
  inlineTask((/** @type {number} */ n) => n * factor)
} catch (error) {
  // The lines that follow name the variable and what to write instead.
  console.log(error instanceof TypeError && error.message.split('\n')[0])
}
