// The program and the commands of the README, run as they stand there.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ended, startBash } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** The text of all blocks in a language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gmsu'))].map(([, block]) => block!)
}

/** Times differ from run to run. */
const timeless = (text: string): string => text.replaceAll(/ in .+ \(.+\/s\)$/gmu, ' in … (…/s)')

test('the commands print what is shown below them', async () => {
  const files = Object.fromEntries(blocks('js').map((source) => [/^\/\/ (\S+)\n/u.exec(source)![1]!, source]))
  const [session] = blocks('console')
  const commands = session!.split('\n').filter((line) => line.startsWith('$ '))
  const printed = session!.split('\n').filter((line) => !line.startsWith('$ '))
  expect({ files: Object.keys(files), commands: commands.length }).toEqual({ files: ['price.mjs'], commands: 2 })
  const script = commands.map((command) => command.slice(2)).join('\n')
  const { stdout, stderr } = await ended(startBash(script, { cwd: temporaryFolder(files) }))
  // Which of the two streams comes first, nobody knows.
  const isTold = (line: string): boolean => line.startsWith('parmap: ')
  const linesOf = (text: string): string[] => timeless(text).split('\n').filter((line) => line !== '')
  expect(linesOf(stderr)).toEqual(linesOf(printed.filter(isTold).join('\n')))
  expect(linesOf(stdout)).toEqual(printed.filter((line) => line !== '' && !isTold(line)))
})
