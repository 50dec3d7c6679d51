// The parallel of moreutils, which takes its items as arguments. Debian calls it parallel.moreutils where GNU's is there, too.
// It is often marked: where its output is no terminal, it passes it on through processes of its own, and loses some of it
// now and then (0.67: of 200 runs of 10 commands, 2).

import { readFileSync } from 'node:fs'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  program: { name: 'moreutils parallel', files: ['parallel.moreutils', 'parallel'], answer: /^parallel \[OPTIONS\] command -- arguments/m },
  commands: {
    call: 'parallel -j … --',
    load: async () => ({ input, command, concurrency }, program) => {
      const place = command.some((part) => part.includes('{}')) ? ['-i'] : []
      const items = readFileSync(input, 'utf8').trimEnd().split('\n')
      return { file: program, args: ['-j', String(concurrency), ...place, ...command, '--', ...items], isUnordered: true }
    },
  },
}
