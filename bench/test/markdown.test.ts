// A run as Markdown, read back by a parser: what GitHub would show.

import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { toString } from 'mdast-util-to-string'
import { gfmTable } from 'micromark-extension-gfm-table'
import { expect, test } from 'vitest'
import { markdownOf } from '../src/reports/markdown.ts'
import { HOSTILE, written } from './written-document.ts'

const text = markdownOf(written)
const { children } = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
const tables = children.flatMap((node) => (node.type === 'table' ? [node.children.map((row) => row.children.map((cell) => toString(cell)))] : []))

test('every workload and every case has its heading, and every case a table of all figures', () => {
  expect(children.flatMap((node) => (node.type === 'heading' ? [`${node.depth} ${toString(node)}`] : []))).toEqual([
    '1 parmap: the bench', '2 Budgets', '2 cpu', '3 10 µs', '3 100 µs', '3 1000 µs', '2 sleeps', '3 10', '3 100', '3 500', '3 5,000', '3 50,000',
  ])
  expect(tables.at(-1)).toEqual([
    ['contender', 'call', 'median', 'spread', 'ns/item', 'items/s', '÷ promise-all', 'parmap ÷ it', 'CPU', 'peak', 'rounds'],
    ['promise-all (no bound)', 'promise-all()', '1.25 s', '± 1.0 %', '5,000', '40,000', '', '1.02 (1.02–1.02)', '500 ms', '64 MB', '6'],
    ['parmap', 'parmap()', '1.27 s', '± 1.0 %', '5,500', '39,200', '1.02 (1.02–1.02)', '', '500 ms', '64 MB', '6'],
    ['p-map', 'p-map()', '1.82 s', '± 1.4 %', '16,500', '27,400', '1.46', '0.70', '500 ms', '64 MB', '2'],
    ['python gevent', 'python gevent()', 'missing: gevent is not installed', '', '', '', '', '', '', '', ''],
  ])
})

test('the first result, the times of items and what is sent stand beside the time, where they are known', () => {
  const [head, ...rows] = tables.find(([columns]) => columns!.includes('sent'))!
  const figuresOf = (contender: string): string[] => ['first result', 'p50', 'p95', 'p99', 'of children', 'sent'].map((column) => rows.find(([name]) => name === contender)![head!.indexOf(column)]!)
  expect(figuresOf('threads')).toEqual(['70 ms', '10 µs', '20 µs', '30 µs', '', '2.35 MB'])
  expect(figuresOf('processes')).toEqual(['', '10 µs', '20 µs', '30 µs', '80 MB', '12.3 KB'])
  expect(figuresOf('serial')).toEqual(['', '', '', '', '', ''])
})

test('machine, versions, verdicts, crossovers and the founding table are there', () => {
  const rows = tables.flat()
  expect(rows).toContainEqual(['Processor', 'A Processor, 2 cores, quota 1.5'])
  expect(rows).toContainEqual(['Versions', '@parmap/threads 1.2.3, @parmap/processes 1.2.3, batched 2.0.0, late 3.0.0, hostile 1.0.0, @parmap/async 1.2.3, p-map 7.1.1, gevent missing'])
  expect(text).toContain('\n7 pass, 3 fail, 1 inconclusive.\n')
  expect(rows).toContainEqual(['INCONCLUSIVE', 'sleeps', '10', 'time of parmap ≤ 1.03 × promise-all', '1.00, rounds: 3'])
  expect(rows).toContainEqual(['threads', 'above about 86 µs of work an item (between the measured 10 µs and 100 µs)'])
  expect(rows).toContainEqual(['asyncio *', '1.00', '1.01', '1.03', '1.22', '3.25'])
})

test('what a contender says stays text, whatever it looks like', () => {
  expect(tables.flat()).toContainEqual(['<b onclick="hacked=3">&amp;</b>', '</td><script>', `crashed: ${HOSTILE}`, ...Array.from({ length: 17 }, () => '')])
})

test('a quick run, and one that was broken off, say so at once', () => {
  const head = markdownOf({ ...written, quick: true, complete: false }).split('\n| run')[0]
  expect(head).toContain('its figures mean nothing')
  expect(head).toContain('ended before it was complete')
})
