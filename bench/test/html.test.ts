// The page as a file; what a browser makes of it is in html-page.test.ts.

import { expect, test } from 'vitest'
import { htmlOf } from '../src/reports/html/html.ts'
import { written } from './written-document.ts'

const page = htmlOf(written)

test('the page is less than half a megabyte', () => {
  expect(Buffer.byteLength(page)).toBeLessThan(500_000)
})

test('the code of others in it brings their licences', () => {
  expect(page).toMatch(/@observablehq\/plot \d\S+ \(ISC\)\nCopyright/)
  expect(page).toMatch(/d3-scale \d\S+ \(ISC\)\nCopyright/)
})

test('words of a contender are not markup, and end no script', () => {
  expect(page).not.toContain('<b onclick')
  expect(page).not.toContain('<img')
  expect(page.match(/<script/g)).toHaveLength(page.match(/<\/script>/g)!.length)
})

test('a quick run, and one that was broken off, say so before any figure', () => {
  const head = htmlOf({ ...written, quick: true, complete: false }).split('<main')[0]
  expect(head).toContain('its figures mean nothing')
  expect(head).toContain('ended before it was complete')
})

test('a run of which nothing was measured is a page, too', () => {
  const nothing = htmlOf({ ...written, workloads: [], results: [] })
  expect(nothing).toContain('0 pass, 0 fail, 0 inconclusive')
  expect(nothing).not.toContain('<figure')
})
