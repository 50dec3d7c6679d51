// awk, where lines go through nothing: it has no functions of JavaScript.

import { Refusal, type Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  filter: {
    call: "awk '{ print }'",
    load: async () => {
      const { findProgram } = await import('../programs.ts')
      const program = findProgram(['awk'])
      return ({ name }) => {
        if (name !== 'identity') throw new Refusal('it runs no functions of JavaScript')
        return [...program, '{ print }']
      }
    },
  },
}
