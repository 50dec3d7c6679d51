// A box for what may be wider than a phone: it scrolls by itself, also by keyboard, and the page does not.

import type { Element } from 'hast'
import { h } from 'hastscript'

/** `name` is what a screen reader calls it. */
export function scrollBox(name: string, content: Element): Element {
  return h('div', { class: 'scroll', role: 'region', ariaLabel: `${name}, scrolls sideways`, tabIndex: 0 }, [content])
}
