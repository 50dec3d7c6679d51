// Random programs over every verb on a simulated event loop, where nothing can be killed, compared with a sequential reference.

import { expect, test } from 'vitest'
import { checkPrograms, LIMIT_MS } from './check-programs.ts'
import { randomProgram } from './random-program.ts'

test('on an event loop, random programs keep the rules', async () => {
  await checkPrograms(randomProgram('none'), 0.4)
  expect.hasAssertions()
}, LIMIT_MS)
