// The links of the readmes and the pages to each other: to files that are there, and to headings that they have.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { packageFolders, root } from '../scripts/workspace.mjs'

const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => join(root, 'docs', name))
const readmes = [root, ...packageFolders()].map((folder) => join(folder, 'README.md'))
const pages = [...readmes, join(root, 'CONTRIBUTING.md'), ...docs].filter((path) => existsSync(path)).map((path) => ({ name: relative(root, path), path }))

/** A page without its code. */
const proseOf = (page: string): string => page.replaceAll(/^```.*?^```$/gmsu, '').replaceAll(/(?<!\[)`[^`\n]+`/gu, '')

/** What leads to the headings of a page. */
function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').replaceAll(/^```.*?^```$/gmsu, '').matchAll(/^#+ (.+)$/gmu)
  return [...headings].map(([, heading]) => heading!.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'))
}

/** The links of a page, which is at this path, that lead nowhere. */
function deadLinksIn(page: string, path: string): string[] {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link]) => link!).filter((link) => !/^[a-z]+:/u.test(link))
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? path : resolve(dirname(path), file)
    return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor))
  })
}

test.each(pages)('$name links to what is there', ({ path }) => {
  expect(deadLinksIn(readFileSync(path, 'utf8'), path)).toEqual([])
})

test('a link to a file or a heading that is not there is found', () => {
  const page = '[a](docs/cli/map.md) [b](docs/nowhere.md) [c](docs/cli/runs.md#signals) [d](docs/cli/runs.md#nothing) `[e](code.md)` [`f`](nowhere)'
  expect(deadLinksIn(page, join(root, 'README.md'))).toEqual(['docs/nowhere.md', 'docs/cli/runs.md#nothing', 'nowhere'])
})
