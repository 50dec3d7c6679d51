// What the kit and its steered items say to each other, wherever the item runs. Data that JSON holds, since it may cross
// a socket.

/** An item that does what the kit orders once it has started. */
export interface SteeredItem {
  readonly key: number
  /** Where its kit is: `<port>/<name>`; the port is 0 where all run in one heap. */
  readonly control: string
  /** Whether it ends, with its signal's reason, when its signal is aborted. */
  readonly heeds: boolean
}

/** What an item tells its kit. */
export type Told =
  | { readonly is: 'started'; readonly key: number; readonly index: number; readonly attempt: number; readonly worker: string }
  | { readonly is: 'aborted'; readonly key: number; readonly reason: string }
  /** It no longer runs, for whatever reason. */
  | { readonly is: 'ended'; readonly key: number }

/** What an item is told to do: to end, in one way or another. */
export type Order =
  | { readonly end: 'return'; readonly value: unknown }
  | { readonly end: 'throw'; readonly message: string }
  | Death
  /** Never: it keeps its worker busy with nothing. */
  | { readonly end: 'block' }

/** To end together with its worker. */
export type Death = { readonly end: 'exit'; readonly code: number } | { readonly end: 'signal'; readonly signal: 'SIGKILL' | 'SIGTERM' } | { readonly end: 'memory' }

/** Hears an item; its orders go to `order`, at any time. */
export type Hear = (told: Told, order: (order: Order) => void) => void

/** Where kits in this heap are found by their names. */
const KITS: unique symbol = Symbol.for('parmap.conformance')

/** The kits of this heap. */
export function kitsHere(): Map<string, Hear> {
  const heap = globalThis as { [KITS]?: Map<string, Hear> }
  return (heap[KITS] ??= new Map())
}
