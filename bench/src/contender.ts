// What a contender is: one way, or several, of doing a parallel map. A file in contenders/ exports one as `contender`; its
// name is the file's. Knows no workload.

import type { CommandWayName, CommandWays } from './command.ts'
import type { Program } from './programs.ts'

/** A task as every contender takes it: an asynchronous function of one item. */
export type Task = (item: unknown) => Promise<unknown>

/** What is to be done: `task` over `items`, at most `concurrency` at once. */
export interface Job {
  readonly task: Task
  /** Not to be changed; a mutable type only because some peers ask for one, and a copy would be charged to them. */
  readonly items: unknown[]
  readonly concurrency: number
  /** The same task for workers, where the way has any. */
  readonly pooled?: Pooled
  /** Where the way is `flow`: the items, made while they are read. They stand for `items`, which are none. */
  readonly source?: () => Iterable<unknown>
  /** Where results come as they are ready: the place of the item that a result belongs to. */
  readonly placeOf?: (result: unknown) => number
}

/** A job whose items are made while they are read. */
export interface Flow extends Pick<Job, 'task' | 'concurrency' | 'pooled'> {
  readonly items: Iterable<unknown>
}

/** A task that workers load from its module, and how many of them there are: what a pool is opened with. */
export interface Pooled {
  /** URL of the module. */
  readonly module: string
  /** The export that maps one item: `(item)`, or `(item, state)` where there is a `setup`. May give a promise. */
  readonly name: string
  /** The export that is called with `data` once in each worker, and gives its `state`. */
  readonly setup?: string
  /** Sent once to each worker, by whoever can. */
  readonly data?: unknown
  /** The same as `defineTask` wants it, where there is a `setup`: the name of that export. */
  readonly defined?: string
  readonly workers: number
  /** Where items and results are moved: the export that gives its result by parmap's `move`. */
  readonly moved?: string
  /** Items that one worker runs at once. Default 1. */
  readonly perWorker?: number
  /** Items in a message, for whoever makes up messages by hand: as many as are best for these items. */
  readonly batchSize: number
  /** Into how many maps, one after the other, the items are cut. Default 1. */
  readonly maps?: number
}

/** A pool that is open: all results in input order. Called again and again, with its workers kept. */
export type PoolMap = (items: unknown[]) => Promise<readonly unknown[]>

/** The ways of mapping that workloads ask for, by name. */
export interface Ways {
  /** All results in input order, at the end. */
  readonly map: (job: Job) => Promise<readonly unknown[]>
  /** Results in input order, one by one. */
  readonly stream: (job: Job) => AsyncIterable<unknown>
  /** Results one by one, each as soon as it is ready. */
  readonly unordered: (job: Job) => AsyncIterable<unknown>
  /** As `stream`, of items that nobody holds. */
  readonly flow: (flow: Flow) => AsyncIterable<unknown>
  /** All results in input order, at the end, from other threads or processes. What it opens lasts as long as its process. */
  readonly pool: (pooled: Pooled) => PoolMap
  /** As `pool`, but what it opens is opened for one map, and closed after it. */
  readonly cold: (pooled: Pooled) => PoolMap
  /** As `pool`, of typed arrays that are moved, both ways where the contender can. It moves copies: the next run wants the items whole. */
  readonly move: (pooled: Pooled) => PoolMap
}

/** The name of a way of mapping with a call. */
export type CallWayName = keyof Ways

/** The name of a way of mapping. */
export type WayName = CallWayName | CommandWayName

/** How a contender maps in one way. */
export interface Way<Run> {
  /** The call, as a reader of the contender's documentation knows it: `limit.map`, `xargs -P -n 1`. */
  readonly call: string
  /** Loads the package; called in the contender's own process, before the timed part. */
  readonly load: () => Promise<Run>
}

/** `ours`: a backend of parmap. `floor`: bare code, what the language costs. `peer`: what people use today. */
export type Role = 'ours' | 'floor' | 'peer'

/** What is known of a contender without loading it. */
export interface ContenderFacts {
  readonly role: Role
  /** The npm package or Python module, for its version; absent where the runtime itself is the contender. */
  readonly package?: string
  /** The program of the system that it is. Where it is not installed, its rows say so. */
  readonly program?: Program
  /** Takes part only in workloads whose workers keep something: it is there to show what becomes of that where nobody thinks of it. */
  readonly needsState?: true
  /** Takes no part in those: its workers cannot be given anything to keep. */
  readonly keepsNoState?: true
  /** Whoever runs items shares the memory of the process: only they take part where a workload keeps its data there. */
  readonly sharesMemory?: true
  /** A worker of it runs one item after the other, so it is not tried where a worker is to run many at once. */
  readonly isSequential?: true
  /** `false`: runs all items at once, whatever `concurrency` says. Default: keeps the bound. */
  readonly bounded?: false
  /** The highest concurrency, or the most items, with which it may be run, and why. Cells beyond it are marked, not run. */
  readonly limit?: { readonly concurrency?: number; readonly items?: number; readonly why: string }
}

/**
 * A contender, used the best way its own documentation shows. A workload runs it when it offers the workload's way.
 *
 * ```ts
 * export const contender: Contender = {
 *   role: 'peer',
 *   package: 'p-map',
 *   map: {
 *     call: 'pMap',
 *     load: async () => {
 *       const { default: pMap } = await import('p-map')
 *       return ({ task, items, concurrency }) => pMap(items, task, { concurrency })
 *     },
 *   },
 * }
 * ```
 */
export interface Contender extends ContenderFacts {
  readonly map?: Way<Ways['map']>
  readonly stream?: Way<Ways['stream']>
  readonly unordered?: Way<Ways['unordered']>
  readonly flow?: Way<Ways['flow']>
  readonly pool?: Way<Ways['pool']>
  readonly cold?: Way<Ways['cold']>
  readonly move?: Way<Ways['move']>
  readonly filter?: Way<CommandWays['filter']>
  readonly commands?: Way<CommandWays['commands']>
  readonly start?: Way<CommandWays['start']>
}
