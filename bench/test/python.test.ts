import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { expect, test } from 'vitest'
import { loadWorkloads } from '../src/discover.ts'
import { entrantsOf } from '../src/entrant.ts'
import { describePython } from '../src/python.ts'

const sleeps = (await loadWorkloads()).find(({ name }) => name === 'sleeps')!
const names = readdirSync(new URL('../python/contenders/', import.meta.url)).filter((file) => file.endsWith('.py')).map((file) => file.slice(0, -3))

test('without an interpreter every Python contender is still there, and says so', async () => {
  const python = await describePython('/no/such/python3')
  const entrants = entrantsOf(sleeps, [], python, { node: process.execPath, python: '/no/such/python3' })
  expect(entrants.map(({ name, missing }) => [name, missing])).toEqual(names.map((name) => [`python ${name}`, 'there is no /no/such/python3']))
})

const hasPython = !execaSync('python3', ['--version'], { reject: false }).failed

test.skipIf(!hasPython)(`a module that Python does not have is a row that says so, and the others run${hasPython ? '' : ' (skipped: there is no python3)'}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-python-'))
  const bare = join(folder, 'python3')
  writeFileSync(bare, '#!/bin/sh\nexec python3 -S -E "$@"\n') // without the folders of installed packages
  chmodSync(bare, 0o755)
  const entrants = entrantsOf(sleeps, [], await describePython(bare), { node: process.execPath, python: bare })
  rmSync(folder, { recursive: true })
  expect(entrants.map(({ name, missing }) => [name, missing])).toEqual([
    ['python asyncio', undefined],
    ['python concurrent-futures', undefined],
    ['python gevent', expect.stringMatching(/python3.* has no module gevent$/u)],
    ['python joblib', expect.stringMatching(/python3.* has no module joblib$/u)],
    ['python multiprocessing', undefined],
  ])
})
