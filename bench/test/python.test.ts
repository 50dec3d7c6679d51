import { readdirSync } from 'node:fs'
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
