// Which of the programs called `parallel` is GNU's.

import type { Program } from './programs.ts'

/** By what it says of itself. */
export const GNU_PARALLEL: Program = { name: 'GNU parallel', files: ['parallel'], answer: /^GNU parallel (\S+)/ }
