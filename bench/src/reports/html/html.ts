// The page of a run: one file that needs nothing else, neither files nor network. Built as a tree, so that whatever a
// contender says stays text; all figures are in it as tables, and its script only adds charts and sorting.

import { createHash } from 'node:crypto'
import type { Element } from 'hast'
import { toHtml } from 'hast-util-to-html'
import { h } from 'hastscript'
import type { Document } from '../../document.ts'
import { factsOf, warningsOf } from '../facts.ts'
import { readAssets, type Assets } from './assets.ts'
import { baselineSection, verdictsSection } from './verdicts-section.ts'
import { idOf, workloadSection } from './workload-section.ts'

const TITLE = 'parmap: the bench'

/** Letters; a longer fact takes a line for itself. */
const LONG = 52

/** The whole page, about 300 KB and what the figures take. @throws where the package has not been built */
export function htmlOf(document: Document): string {
  const assets = readAssets()
  return `<!doctype html>\n${toHtml(h('html', { lang: 'en-GB' }, [head(assets), body(document, assets)]))}\n`
}

function head({ style, script }: Assets): Element {
  return h('head', [
    h('meta', { charset: 'utf-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    // Nothing is fetched, and of scripts only the one below runs: a second lock behind the escaping. Charts have styles of their own.
    h('meta', { httpEquiv: 'Content-Security-Policy', content: `default-src 'none'; script-src '${sha256(script)}'; style-src 'unsafe-inline'; img-src data:` }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('title', TITLE),
    h('link', { rel: 'icon', href: 'data:,' }), // else browsers ask for one
    h('style', style),
  ])
}

function body(document: Document, { script, licences }: Assets): Element {
  const { workloads, method } = document
  return h('body', [
    h('a', { class: 'skip', href: '#main' }, 'Skip to the figures'),
    h('header', [
      h('h1', TITLE),
      h('p', { class: 'lead' }, 'How far ahead of its peers parmap is, and how close to what the language itself costs. Trust the ratios, not the times: times are of this machine at this hour.'),
      ...warningsOf(document).map((warning) => h('p', { class: 'warning' }, [h('strong', 'Note: '), warning])),
      h('dl', { class: 'facts' }, factsOf(document).map(({ term, text }) => h('div', { class: text.length > LONG ? 'wide' : undefined }, [h('dt', term), h('dd', text)]))),
    ]),
    h('nav', { ariaLabel: 'Sections' }, [h('ul', [
      h('li', [h('a', { href: '#verdicts' }, 'Budgets')]),
      ...document.baseline === undefined ? [] : [h('li', [h('a', { href: '#baseline' }, 'Baseline')])],
      ...workloads.map((workload) => h('li', [h('a', { href: `#${idOf(workload)}` }, workload.name)])),
      h('li', [h('a', { href: '#method' }, 'Method')]),
    ])]),
    h('main', { id: 'main', tabIndex: -1 }, [
      // Not <noscript>: it is to be seen also where a browser refuses this one script.
      h('p', { class: 'warning unscripted' }, 'Charts need a script, which does not run here. Their figures are in the tables.'),
      verdictsSection(document),
      ...baselineSection(document),
      ...workloads.map((workload) => workloadSection(document, workload)),
      h('section', { id: 'method' }, [
        h('h2', 'Method'),
        h('p', 'One process of its own for every contender in every round; in each round all contenders, in an order that follows from the seed. Every result is checked.'),
        h('p', method),
        h('p', '“÷” is the ratio of two contenders’ times; below 1 the first is ahead. “(no bound)” starts all items at once, whatever the concurrency.'),
      ]),
    ]),
    h('footer', [
      h('p', 'Charts by Observable Plot and D3, which are part of this page.'),
      h('details', [h('summary', 'Their licences'), h('pre', licences)]),
    ]),
    h('script', script),
  ])
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
