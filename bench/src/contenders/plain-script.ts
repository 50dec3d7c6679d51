// A script of ten lines: readline, and a loop.

import { fileURLToPath } from 'node:url'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  filter: {
    call: 'for await (const line of readline)',
    load: async () => ({ module, name }) => [process.execPath, fileURLToPath(new URL('../plain-lines.js', import.meta.url)), module, name],
  },
}
