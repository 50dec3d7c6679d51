// One rule of docs/contract.md as the kit has it: its number, its sentence, what an executor must be able to do for it,
// and the test that shows whether it keeps it.

import type { Capabilities } from '@parmap/core'
import type { Trial } from './trial.ts'

/** Why a rule cannot be tested where these are the capabilities; undefined: it can. */
export type Need = (capabilities: Capabilities) => string | undefined

/** A rule. */
export interface Rule {
  /** As in docs/contract.md: the facet's number, and the rule's in it. */
  readonly number: string
  /** The sentence of docs/contract.md, without its marks. */
  readonly title: string
  readonly need: Need
  /** Resolves when the rule is kept; throws, and says what was seen, when it is broken. */
  readonly test: (trial: Trial) => Promise<void>
}

/** The rules about one thing. */
export interface Facet {
  readonly title: string
  readonly rules: readonly Rule[]
}

const anything: Need = () => undefined

/** A facet of these rules, in the order of their numbers, wherever they are written. */
export function facet(title: string, rules: readonly Rule[]): Facet {
  const place = ({ number }: Rule): number => Number(number.split('.')[1])
  return { title, rules: rules.toSorted((a, b) => place(a) - place(b)) }
}

/** A rule for every executor, or for those that can do what it needs. */
export function rule(number: string, title: string, test: Rule['test'], need: Need = anything): Rule {
  return { number, title, need, test }
}
