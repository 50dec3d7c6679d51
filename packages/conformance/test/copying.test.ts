// The backend whose spoilt forms break rules about values keeps those rules itself.

import { expect, test, vi } from 'vitest'
import { on } from './broken/broken-executor.ts'
import { CopyingBackend } from './broken/copying-backend.ts'
import { verdicts } from './support/verdicts.ts'

const FACETS = new Set(['4', '5', '10'])

test('a backend that copies all that it carries keeps the rules on outcomes, attempts and values', async () => {
  vi.spyOn(console, 'info').mockReturnValue() // the reasons of skips
  const found = (await verdicts(on(CopyingBackend))).filter(({ number }) => FACETS.has(number.split('.')[0]!))

  expect(found.filter(({ failure }) => failure !== undefined)).toEqual([])
  expect(found.map(({ number, isSkipped }) => (isSkipped ? [] : number))).toEqual(expect.arrayContaining(['4.2', '5.3', '10.1', '10.4']))
})
