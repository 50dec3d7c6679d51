// The README and the pages of docs/cli: their commands are run as they stand there, and their tables have the flags that
// the program has.

import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { ended, parmap, startBash } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

interface Block {
  readonly language: string
  readonly text: string
}

interface Page {
  readonly name: string
  readonly text: string
  readonly blocks: readonly Block[]
}

const DOCS = new URL('../../../docs/cli/', import.meta.url)
const pages = [new URL('../README.md', import.meta.url), ...readdirSync(DOCS).map((name) => new URL(name, DOCS))].map(pageAt)

function pageAt(url: URL): Page {
  const text = readFileSync(url, 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)].map(([, language, block]): Block => ({ language: language!, text: block! }))
  return { name: basename(url.pathname), text, blocks }
}

/** What differs from run to run, and from machine to machine. */
const VARIABLE: readonly (readonly [shown: RegExp, masked: string])[] = [
  [/ in [\w. ]+ \((?:p50 .+, )?[\d.,]+\/s\)$/gmu, ' in … (…/s)'], // a summary
  [/p50 [\d.]+ [mµ]?s, p99 [\d.]+ [mµ]?s$/gmu, 'p50 …, p99 …'], // that of a journal
  [/ +[\d.]+ [mµ]?s(?= +\d+ attempts? )/gu, ' …'], // a line of a journal
  [/"(ms|rate|p50|p99)":[\d.]+/gu, '"$1":…'],
  [/file:\/\/\/\S+\//gu, 'file:///…/'],
  [/^(parmap|Node|cores|quota|memory) {2,}.+$/gmu, '$1 …'], // what doctor finds
  [/(started|ran|stopped) in [\d.]+ [mµ]?s/gu, '$1 in …'],
  [/^parmap: round .+$|^parmap: takes the first .+$|^[┌│├└].+$|^As fast, .+$/gmu, ''], // of a bench
  [/^(Take|An item takes|Batches form by themselves,|Its first run,|Items travel one by one:|The machine was busy|Not measured again,|Of 2 rounds) .+$/gmu, ''],
  [/^( {2}parmap map \S+) -b .+$/gmu, '$1 -b …'],
  [/up to \d+ workers, async: 100; exec: \d+/gu, 'up to … workers, async: 100; exec: …'],
]

const masked = (text: string): string => VARIABLE.reduce((sum, [shown, mask]) => sum.replaceAll(shown, mask), text)

/** `parmap` tells on stderr; all else that a page shows is on stdout. Which of the two comes first, nobody knows. */
const isTold = (line: string): boolean => line.startsWith('parmap: ') || /^\{"(?:failure|summary|note|printed)":/u.test(line)

const linesOf = (text: string): string[] => masked(text).split('\n').filter((line) => line !== '')

test.each(pages)('$name shows commands, and they print what is shown below them', async ({ name, blocks }) => {
  const files = Object.fromEntries(blocks.filter(({ language }) => language === 'js').map(({ text }) => [/^\/\/ (\S+)\n/u.exec(text)![1]!, text]))
  const cwd = temporaryFolder(files)
  const env = name === 'doctor.md' ? {} : { PARMAP_JOBS: '1' } // one after the other: failures are told, and noted, as they come
  const sessions = blocks.filter(({ language }) => language === 'console').map(({ text }) => text.split('\n'))
  expect(sessions.length).toBeGreaterThan(0)
  for (const lines of sessions) {
    const script = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2)).join('\n')
    const printed = lines.filter((line) => !line.startsWith('$ '))
    const { stdout, stderr } = await ended(startBash(script, { cwd, env }))
    expect(linesOf(stderr)).toEqual(linesOf(printed.filter(isTold).join('\n')))
    expect(linesOf(stdout)).toEqual(linesOf(printed.filter((line) => !isTold(line)).join('\n')))
  }
})

test.each(pages)('$name shows nothing but modules and commands that are run', ({ blocks }) => {
  expect(blocks.filter(({ language }) => !['js', 'console'].includes(language))).toEqual([])
})

/** Those of commands; the others tell what commands share. */
const ofCommands = pages.filter(({ text }) => text.startsWith('# parmap '))

/** The flags of help, with short names and long ones. */
const flagsOfHelp = (help: string): string[] => [...help.matchAll(/^ {2}((?:-\w, )?--[a-z-]+)/gmu)].map(([, flag]) => flag!)

/** Those of a page: the first column of its tables of options. */
function flagsOfPage({ text }: Page): string[] {
  const rows = [...text.matchAll(/^\| option \|.*\n((?:\|.*\n)+)/gmu)].flatMap(([, table]) => table!.trim().split('\n').slice(1))
  return rows.map((row) => /^\| `(.+?)` \|/u.exec(row)![1]!)
}

const pageOf = (name: string): Page => pages.find((page) => page.name === name)!

/** The pages that a page refers to for options which several commands share. */
function sharedBy({ text }: Page): Page[] {
  const [, options = ''] = /^## Options\n(.*?)^(?:##|\|)/msu.exec(text) ?? []
  return [...options.matchAll(/\]\(([a-z-]+\.md)\)/gu)].map(([, name]) => pageOf(name!))
}

test.each(ofCommands)('$name, with the pages that it refers to, has the flags of the help, each once', async (page) => {
  const { stdout } = await parmap([basename(page.name, '.md'), '--help'])
  const shown = [page, ...sharedBy(page)].flatMap(flagsOfPage)
  expect(shown.toSorted()).toEqual(flagsOfHelp(stdout).filter((flag) => flag !== '-h, --help').toSorted())
})

test('every command has a page', async () => {
  const { stdout } = await parmap(['--help'])
  const commands = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z]+) /gmu)].map(([, name]) => name!).filter((name) => name !== 'help')
  expect(ofCommands.map(({ name }) => basename(name, '.md')).toSorted()).toEqual(commands.toSorted())
})
