// Where and how a run was held, as terms with their texts: what figures mean little without.

import type { Document } from '../document.ts'
import { megabytes } from '../format.ts'

/** A term and what holds for it. */
export interface Fact {
  readonly term: string
  readonly text: string
}

/** The machine, the runtimes, and how the run can be repeated. */
export function factsOf(document: Document): Fact[] {
  const { environment: e, seed, startedAt, leftOut } = document
  return [
    { term: 'Processor', text: `${e.cpu}, ${e.cores} cores${e.quota === undefined ? '' : `, quota ${e.quota}`}` },
    { term: 'Memory', text: megabytes(e.memoryBytes) },
    { term: 'System', text: e.system },
    { term: 'Node', text: `${e.node} (V8 ${e.v8}), flags ${e.nodeFlags.join(' ')}` },
    { term: 'Python', text: e.python ?? 'missing' },
    { term: 'Load at the start', text: `${loadText(e.load)} (over 1, 5 and 15 minutes)` },
    { term: 'Order', text: `--seed ${seed}` },
    { term: 'Started', text: startedAt },
    { term: 'Versions', text: versionsText(document) },
    ...(leftOut.length > 0 ? [{ term: 'Left out', text: `${leftOut.join('; ')} (--full runs it)` }] : []),
  ]
}

/** What has to be known before any figure is read; none for a whole run of full size. */
export function warningsOf({ quick, complete }: Document): string[] {
  return [
    ...quick ? ['A quick run: it shows that everything works; its figures mean nothing.'] : [],
    ...complete ? [] : ['The run was ended before it was complete; these are the figures so far.'],
  ]
}

/** `parmap 1.2.3, peer missing`. */
export function versionsText({ results }: Document): string {
  const versions = new Map(results.flatMap(({ package: name, version }) => (name === undefined ? [] : [[name, version ?? 'missing'] as const])))
  return [...versions].map(([name, version]) => `${name} ${version}`).join(', ')
}

/** `0.50 1.00 2.00`. */
export function loadText(load: readonly number[]): string {
  return load.map((average) => average.toFixed(2)).join(' ')
}
