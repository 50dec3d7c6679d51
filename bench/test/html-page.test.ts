// The page in a real browser.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { htmlOf } from '../src/reports/html/html.ts'
import { CHROMIUM, launchChromium } from './chromium.ts'
import { findFaint } from './contrast.ts'
import { HOSTILE, written } from './written-document.ts'

declare global {
  /** What hostile words would set if they ran. */
  var hacked: unknown
  var axe: { run: (options: { readonly resultTypes: readonly ['violations'] }) => Promise<AxeResults> }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const DESK = { width: 1_200, height: 900 }
const PHONE = { width: 360, height: 740 }

const isMissing = CHROMIUM === undefined
const reason = isMissing ? ' (skipped: there is no Chromium on the path)' : ''

describe.skipIf(isMissing)(`the page in a browser${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'parmap-page-'))
  const file = join(folder, 'page.html')
  const url = pathToFileURL(file).href
  let browser: Browser
  let page: Page
  /** What the page has asked for, and what it has complained about. */
  const requests: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    writeFileSync(file, htmlOf(written))
    browser = await launchChromium()
    page = await browser.newPage()
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(url)
  })
  beforeEach(() => show(DESK, 'light'))
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  /** Waits until every chart is drawn for this width. */
  async function show(viewport: typeof DESK, colorScheme: 'light' | 'dark'): Promise<void> {
    await page.emulateMedia({ media: 'screen', colorScheme })
    await page.setViewportSize(viewport)
    await page.waitForFunction(() => [...document.querySelectorAll('.plot')].every((place) => place.querySelector('svg')?.getAttribute('width') === String(place.clientWidth)))
  }

  test('every chart is drawn, without a word on the console and without a request', async () => {
    const figures = await page.evaluate(() => [...document.querySelectorAll('figure')].map((figure) => ({
      name: figure.querySelector('.plot')!.ariaLabel!.split('. The figures')[0],
      bars: figure.querySelectorAll('[aria-label="bar"] rect').length,
      dots: figure.querySelectorAll('[aria-label="dot"] circle').length,
      lines: figure.querySelectorAll('[aria-label="line"] path').length,
    })))
    expect(figures).toHaveLength(20)
    expect(figures.slice(0, 3)).toEqual([
      { name: 'cpu: throughput against the cost of an item', bars: 0, dots: 12, lines: 4 },
      { name: 'cpu, 10 µs: time', bars: 4, dots: 0, lines: 0 },
      { name: 'cpu, 10 µs: ratio to serial', bars: 0, dots: 3, lines: 0 },
    ])
    expect(figures).toContainEqual({ name: 'sleeps: throughput against concurrency', bars: 0, dots: 15, lines: 3 })
    expect(figures).toContainEqual({ name: 'Time for N sleeps of a second', bars: 0, dots: 23, lines: 5 })
    expect(figures).toContainEqual({ name: 'sleeps, 50,000: memory over time', bars: 0, dots: 3, lines: 1 })
    expect(complaints).toEqual([])
    expect(requests).toEqual([url])
  })

  test('the crossover is said in words, and marked where the lines cross', async () => {
    await expect(page.getByText('Charts need a script').count()).resolves.toBe(0)
    await expect(page.getByText('threads pay off above about 86 µs of work an item').isVisible()).resolves.toBe(true)
    const figure = page.locator('figure').first()
    await expect(figure.locator('svg').textContent()).resolves.toContain('threads: 86 µs')
    const [x, left, right] = await Promise.all([
      figure.locator('[aria-label="rule"] line').first().evaluate((line) => line.getBoundingClientRect().x),
      figure.getByText('50 µs', { exact: true }).evaluate((tick) => tick.getBoundingClientRect().right),
      figure.getByText('100 µs', { exact: true }).evaluate((tick) => tick.getBoundingClientRect().right),
    ])
    expect(x).toBeGreaterThan(left)
    expect(x).toBeLessThan(right)
  })

  test.each(['light', 'dark'] as const)('all that is on the page stands out from what is behind it: %s', async (colorScheme) => {
    await show(DESK, colorScheme)
    const { faint, texts, marks } = await page.evaluate(findFaint)
    expect(faint).toEqual([])
    expect(texts).toBeGreaterThan(500)
    expect(marks).toBeGreaterThan(80)
  })

  test('the dark page is another one, and paper is white either way', async () => {
    const look = async (): Promise<{ readonly picture: string; readonly background: string }> => ({
      picture: (await page.screenshot()).toString('base64'),
      background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    })
    const light = await look()
    await show(DESK, 'dark')
    const dark = await look()
    expect(light.picture).not.toBe(dark.picture)
    expect(light.background).not.toBe(dark.background)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect((await look()).background).toBe('rgb(255, 255, 255)')
    await expect(page.locator('nav').isVisible()).resolves.toBe(false)
  })

  test.each([
    { colorScheme: 'light', viewport: DESK },
    { colorScheme: 'dark', viewport: PHONE },
  ] as const)('axe finds nothing to complain about: $colorScheme, $viewport.width px', async ({ colorScheme, viewport }) => {
    await show(viewport, colorScheme)
    await page.evaluate(AXE)
    const { violations, passes } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([])
    expect(passes.length).toBeGreaterThan(20)
  })

  test('a phone scrolls no page sideways, and charts follow the width', async () => {
    await show(PHONE, 'light')
    await expect(page.evaluate(() => document.documentElement.scrollWidth)).resolves.toBe(PHONE.width)
    await expect(page.evaluate(() => [...document.querySelectorAll('.scroll')].some((box) => box.scrollWidth > box.clientWidth))).resolves.toBe(true)
    const cut = await page.evaluate(() => [...document.querySelectorAll('figure svg')].flatMap((svg) => [...svg.querySelectorAll('text')]
      .filter((text) => text.getBoundingClientRect().right > svg.getBoundingClientRect().right + 1).map(({ textContent }) => textContent)))
    expect(cut).toEqual([])
  })

  test('the keyboard reaches everything, in order, and shows where it is', async () => {
    await page.reload()
    const inOrder = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('a, button, summary, [tabindex="0"]')]
      all.forEach((element, at) => { element.dataset['stop'] = String(at) })
      return all.length
    })
    const stops: { readonly stop: string | undefined; readonly isSeen: boolean }[] = []
    for (let at = 0; at < inOrder; at++) {
      await page.keyboard.press('Tab')
      stops.push(await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement
        return { stop: focused.dataset['stop'], isSeen: getComputedStyle(focused).outlineStyle === 'solid' && focused.getBoundingClientRect().right > 0 }
      }))
    }
    expect(inOrder).toBeGreaterThan(80)
    expect(stops).toEqual(Array.from({ length: inOrder }, (_, at) => ({ stop: String(at), isSeen: true })))
  })

  test('the first stop leads past the header to the figures', async () => {
    await page.reload()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.evaluate(() => document.activeElement!.id)).resolves.toBe('main')
  })

  test('a table is sorted by its headings, by number, and who has none stays at the end', async () => {
    const table = page.getByRole('table', { name: 'cpu, 10 µs: all figures' })
    const names = (): Promise<string[]> => table.locator('tbody th').allTextContents()
    const heading = table.getByRole('columnheader', { name: 'ns/item' })
    const last = ['late', '<b onclick="hacked=3">&amp;</b>']
    await heading.getByRole('button').press('Enter')
    expect([await heading.getAttribute('aria-sort'), await names()]).toEqual(['ascending', ['batched', 'serial', 'threads', 'processes', ...last]])
    await heading.getByRole('button').press('Enter')
    expect([await heading.getAttribute('aria-sort'), await names()]).toEqual(['descending', ['processes', 'threads', 'serial', 'batched', ...last]])
    await table.getByRole('button', { name: 'contender' }).press('Enter')
    expect([await heading.getAttribute('aria-sort'), (await names()).slice(1, 3)]).toEqual([null, ['batched', 'late']])
  })

  test('a point tells its figures', async () => {
    const figure = page.locator('figure').first()
    await figure.locator('[aria-label="dot"] circle').nth(1).hover()
    await expect(figure.locator('[aria-label="tip"]').textContent()).resolves.toMatch(/threads.*100 µs: 11K/s)
  })

  test('what contenders say is shown as it is, and does nothing', async () => {
    await expect(page.getByRole('cell', { name: `crashed: ${HOSTILE}` }).first().isVisible()).resolves.toBe(true)
    await expect(page.evaluate(() => [globalThis.hacked, document.querySelectorAll('main b, main img, [onclick], [onerror]').length])).resolves.toEqual([undefined, 0])
  })

  test('without a script all figures are there, and no empty charts', async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false })
    await plain.goto(url)
    await expect(plain.getByText('Charts need a script').isVisible()).resolves.toBe(true)
    await expect(plain.getByRole('cell', { name: '4.50 (4.50–4.50)' }).first().isVisible()).resolves.toBe(true)
    await expect(plain.locator('.plot').first().isVisible()).resolves.toBe(false)
  })
})
