// As many loops as commands may run at once, each with Node's own `spawn`: what one writes by hand.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  commands: {
    call: 'spawn in loops',
    load: async () => async ({ command: [file, ...args], items, concurrency }) => {
      const printed: string[] = []
      let next = 0
      const lane = async (): Promise<void> => {
        while (next < items.length) {
          const child = spawn(file, [...args, items[next++]!], { stdio: ['ignore', 'pipe', 'ignore'] })
          const [said] = await Promise.all([text(child.stdout), once(child, 'close')])
          printed.push(said)
        }
      }
      await Promise.all(Array.from({ length: concurrency }, lane))
      return printed.join('').trimEnd().split('\n')
    },
  },
}
