// docs/contract.md, the kit and the broken executors have the same rules.

import { FACETS } from '@parmap/conformance'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { BROKEN } from './broken.ts'
import { recorded } from './support/record.ts'

const contract = await readFile(new URL('../../../docs/contract.md', import.meta.url), 'utf8')
const bare = (markdown: string): string => markdown.replaceAll('`', '')

/** `| 1.1 | MUST | sentence | intent | look at |` */
const written = [...contract.matchAll(/^\| (\d+\.\d+) \| (\w+) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(([, number, , sentence]) => `${number} ${bare(sentence!)}`)
const rules = FACETS.flatMap(({ rules: some }) => some)

test('the rules of the kit are those of docs/contract.md, in the same words', () => {
  expect(rules.map(({ number, title }) => `${number} ${title}`)).toEqual(written)
})

test('the facets of the kit are the chapters of docs/contract.md', () => {
  expect(FACETS.map(({ title }) => title)).toEqual([...contract.matchAll(/^## (\d+ .+)$/gm)].map(([, title]) => title))
})

test('the rules of a facet bear its number, and are counted without a gap', () => {
  for (const { title, rules: some } of FACETS) expect(some.map(({ number }) => number)).toEqual(some.map((_, place) => `${title.split(' ')[0]}.${place + 1}`))
  expect.hasAssertions()
})

test('no rule is without an executor that breaks it', () => {
  const broken = new Set(BROKEN.map(({ breaks }) => breaks))
  expect(rules.map(({ number }) => number).filter((number) => !broken.has(number))).toEqual([])
})

test('of each broken executor the rules are on record on which the kit failed it, its own among them', async () => {
  const failing = new Map((await recorded()).map(({ breaks, what, failing: numbers }) => [`${breaks} ${what}`, numbers]))
  expect([...failing.keys()].toSorted()).toEqual(BROKEN.map(({ breaks, what }) => `${breaks} ${what}`).toSorted())
  for (const { breaks, what } of BROKEN) expect(failing.get(`${breaks} ${what}`)).toContain(breaks)
})
