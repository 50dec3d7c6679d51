// @parmap/conformance: the rules of docs/contract.md as a test kit.

export { conformance } from './conformance.ts'
export type { CreateExecutor, ExecutorShape } from './executor-shape.ts'
export { FACETS } from './facets.ts'
export type { ConformanceOptions, KitClock, TestFunction } from './options.ts'
export type { Facet, Need, Rule } from './rule.ts'
