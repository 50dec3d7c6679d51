// awk, whichever the system has, where the function can be written in it. It computes the same, as fast as it can; NDJSON it
// does not parse, which others do.

import type { FilterJob, ToCommand } from '../command.ts'
import type { Contender, Way } from '../contender.ts'

const filter: Way<ToCommand<FilterJob>> = {
  call: 'awk { print }',
  load: async () => ({ input, awk }, program) => (
    awk === undefined ? { refused: 'the function is not to be had in awk' } : { file: program, args: [awk], stdin: input, env: { LC_ALL: 'C' } }
  ),
}

export const contender: Contender = {
  role: 'peer',
  program: { name: 'awk', files: ['awk'], question: ['-W', 'version'], answer: /^((?:mawk|GNU Awk|awk version|BusyBox) [\w.]+)/m },
  filter,
  start: filter,
}
