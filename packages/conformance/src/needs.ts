// What rules need of an executor. A skip follows from its public capabilities alone, and says so.

import type { Need } from './rule.ts'

/** Work that does not stop by itself can be killed. */
export const killing: Need = ({ kill }) => (kill ? undefined : 'capabilities.kill is false')

/** Work that does not stop by itself cannot be killed. */
export const noKilling: Need = ({ kill }) => (kill ? 'capabilities.kill is true' : undefined)

/** Tasks run in the heap of their caller. */
export const sharedHeap: Need = ({ isolation }) => (isolation === 'none' ? undefined : `capabilities.isolation is '${isolation}'`)

/** Tasks run in the heap of their caller, and may be plain functions. */
export const functionsHere: Need = (capabilities) => sharedHeap(capabilities) ?? (capabilities.functions === 'any' ? undefined : `capabilities.functions is '${capabilities.functions}'`)

/** Workers can die without their caller. */
export const mortalWorkers: Need = ({ isolation }) => (isolation === 'none' ? "capabilities.isolation is 'none'" : undefined)

/** Workers are processes, which a signal can kill. */
export const processes: Need = ({ isolation }) => (isolation === 'process' || isolation === 'machine' ? undefined : `capabilities.isolation is '${isolation}'`)

/** Items run on several cores. */
export const parallel: Need = (capabilities) => (capabilities.parallel ? undefined : 'capabilities.parallel is false')

/** Values are copied on their way. */
export const copying: Need = ({ values }) => (values === 'any' ? "capabilities.values is 'any'" : undefined)

/** Several workers may have the same item only where their caller allows it. */
export const atMostOnce: Need = ({ delivery }) => (delivery === 'at-most-once' ? undefined : `capabilities.delivery is '${delivery}'`)

/** All of these. */
export const all = (...needs: readonly Need[]): Need => (capabilities) => needs.map((need) => need(capabilities)).find((reason) => reason !== undefined)
