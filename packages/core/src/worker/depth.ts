// How many workers deep code runs. Kept with the realm: a worker may have several copies of this package.

const DEPTH: unique symbol = Symbol.for('parmap.depth')

/** How many workers deep this code runs: 0 in the program itself. */
export function workerDepth(): number { return (globalThis as { [DEPTH]?: number })[DEPTH] ?? 0 }

/** Called by the entry of a worker, with the depth of who made it plus one. */
export function setWorkerDepth(depth: number): void { (globalThis as { [DEPTH]?: number })[DEPTH] = depth }
