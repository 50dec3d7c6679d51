// The picture of the readme: the command still prints what it shows. Drawn anew by `node scripts/picture.mjs`.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { drawWindows } from '../scripts/terminal-drawing.mjs'
import { recordRun, type Span } from '../scripts/terminal-run.mjs'
import { root } from '../scripts/workspace.mjs'

const MOST_BYTES = 40_960

const picture = readFileSync(join(root, 'docs', 'pictures', 'map.svg'), 'utf8')

const noTerminal = await import('@lydell/node-pty').then(() => undefined, (error: Error) => error.message.split('\n', 1)[0])

/** The rows of a picture, without times, rates and the port of the server. */
function rowsOf(svg: string): string[] {
  const rows = new Map<string, string>()
  for (const [, baseline, text] of svg.matchAll(/<text(?: class="\w+")? x="[\d.]+" y="(\d+)".*?>(.*?)<\/text>/gu)) rows.set(baseline!, `${rows.get(baseline!) ?? ''}${text!}`)
  return [...rows.values()].map((text) => text
    .replaceAll(/[\d,.]+ [mµ]?s\b/gu, '… s').replaceAll(/[\d,.]+\/s/gu, '…/s').replaceAll(/127\.0\.0\.1:\d+/gu, '127.0.0.1:…'))
}

describe.skipIf(noTerminal !== undefined)(`the picture of a run${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`, () => {
  test('shows what the command prints on a terminal', async () => {
    const { meanwhile, atEnd } = await recordRun()
    const drawing = drawWindows([{ caption: 'while it runs', rows: meanwhile }, { caption: 'when it has ended', rows: atEnd }])
    expect(rowsOf(picture)).toEqual(rowsOf(drawing))
    const styles = (rows: readonly Span[][]): Set<string> => new Set(rows.flat().map(({ style }) => style))
    expect(styles(atEnd)).toEqual(new Set(['plain', 'dim', 'red', 'green']))
  })
})

test('the picture is small, and needs nothing from elsewhere', () => {
  expect(Buffer.byteLength(picture)).toBeLessThan(MOST_BYTES)
  expect(picture).not.toMatch(/href|url\(|@import|<script|<image/u)
  expect(rowsOf(picture)).toContain('parmap: item 17 (urls.txt:17): Error: 404 Not Found at title.mjs:3:23')
})
