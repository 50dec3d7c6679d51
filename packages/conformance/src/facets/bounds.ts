// Facet 3: how much runs at once, how far input is read ahead, and whose turn it is.

import { equal } from '../expectations.ts'
import { rule, type Facet } from '../rule.ts'

export const bounds: Facet = {
  title: '3 Bounds',
  rules: [
    rule('3.1', 'Never more than concurrency items run at once.', async (trial) => {
      const { control, tasks } = trial
      const executor = trial.executor({ workers: 2, slots: 2 })
      const results = executor.map(tasks.steered, control.items(30))
      const others = executor.forEach(tasks.steered, control.items(30, 100))
      await control.started(4)
      await trial.quiet()
      for (let ended = 0; ended < 20; ended++) {
        control.finish(control.current[0]!)
        await control.started(5 + ended)
      }
      await trial.quiet()
      control.finishRest()
      await Promise.all([results, others])
      equal(control.most, 4, 'the most items of two runs that ran at once, with 4 slots')
    }),
  ],
}
