// docs/crashes.md shows the crash matrix.

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PROCESSES, THREADS, WHERE } from './support/crash-matrix.ts'

const page = await readFile(new URL('../../../docs/crashes.md', import.meta.url), 'utf8')

/** The table of a chapter, its heading first. */
function tableOf(chapter: string): string[][] {
  const text = page.split(`## ${chapter}\n`)[1]!.split('\n## ')[0]!
  const lines = text.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('|-'))
  return lines.map((line) => line.replaceAll('`', '').split('|').slice(1, -1).map((cell) => cell.trim()))
}

test.each([['Threads', THREADS], ['Processes', PROCESSES]] as const)('the table of docs/crashes.md is the matrix that is tested: %s', (chapter, matrix) => {
  const rows = Object.entries(matrix).map(([how, row]) => [how, ...WHERE.map((where) => row[where])])
  expect(tableOf(chapter)).toEqual([['', ...WHERE], ...rows])
})
