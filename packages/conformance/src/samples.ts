// Values and errors by name. The kit and its tasks each make their own copies, so that what has crossed can be compared
// with what never did.

import type { Capabilities, Task } from '@parmap/core'

/** A value that is made anew at each call. */
export type Sample = () => unknown

/** Samples by their names. */
export type Samples = Readonly<Record<string, Sample>>

/** What JSON holds, and `undefined`, which every backend has to carry. */
export const JSON_SAMPLES: Samples = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  false: () => false,
  zero: () => 0,
  integer: () => Number.MAX_SAFE_INTEGER,
  fraction: () => -1.5e-300,
  'empty text': () => '',
  text: () => 'a "quoted"\nline \\ with \0, \u2028 and 𝄞',
  'half of a pair': () => 'before \uD834 after',
  'long text': () => 'é€'.repeat(20_000),
  'empty list': () => [],
  'nested lists': () => [[], [[1, null]], 'a'],
  'empty object': () => ({}),
  row: () => ({ id: 1, name: 'one', tags: ['a', 'b'] }),
  'row in another order': () => ({ name: 'two', tags: [], id: 2 }),
  'row with less': () => ({ id: 3 }),
  'row of other types': () => ({ id: 'four', name: null, tags: { a: 1 } }),
  'keys that mean something': () => JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3, "then": 4, "0": 5, "": 6, "kind": "error", "type": "move"}') as unknown,
}

/** What structured clone copies besides. */
const CLONE_SAMPLES: Samples = {
  NaN: () => NaN,
  'negative zero': () => -0,
  infinity: () => -Infinity,
  bigint: () => -(2n ** 70n),
  'property without a value': () => ({ id: 1, name: undefined }),
  'list of undefined': () => [undefined, 1, undefined],
  // oxlint-disable-next-line no-sparse-arrays
  holes: () => [, 1, , 2],
  'numbers of every kind in an object': () => ({ a: -0, b: NaN, c: 1n }),
  date: () => new Date(86_400_000),
  regexp: () => /a[b/]c/giu,
  map: () => new Map<unknown, unknown>([['a', 1], [{ b: 2 }, new Set([3])]]),
  set: () => new Set([1, 'a', undefined]),
  bytes: () => Uint8Array.of(0, 255, 128),
  'part of a buffer': () => new Uint8Array(Uint8Array.of(1, 2, 3, 4, 5).buffer, 1, 3),
  'big integers': () => BigInt64Array.of(-1n, 2n),
  floats: () => Float64Array.of(-0, NaN, 1.5),
  buffer: () => Uint8Array.of(1, 2, 3).buffer,
  view: () => new DataView(Uint8Array.of(1, 2, 3).buffer),
  error: () => new RangeError('a value, not a failure'),
  circle: () => {
    const circle: { name: string; self?: unknown } = { name: 'circle' }
    circle.self = circle
    return circle
  },
  'one object twice': () => {
    const shared = { n: 1 }
    return [shared, shared]
  },
}

class Point {
  readonly x = 1
  length(): number { return this.x }
}

/** What only goes where nothing is copied. */
const ANY_SAMPLES: Samples = {
  function: () => () => 'called',
  symbol: () => Symbol('own'),
  'instance of a class': () => new Point(),
  'object with a method': () => ({ method() { return 1 } }),
  'weak map': () => new WeakMap(),
}

const SAMPLES: Samples = { ...JSON_SAMPLES, ...CLONE_SAMPLES, ...ANY_SAMPLES }

/** The sample of this name. */
export function sample(name: string): unknown {
  const make = SAMPLES[name]
  if (make === undefined) throw new RangeError(`no sample is called ${name}`)
  return make()
}

type Values = Capabilities['values']

/** All samples that come back equal where values are carried so. */
export function carried(values: Values): Samples {
  return { 'json': JSON_SAMPLES, 'structured-clone': { ...JSON_SAMPLES, ...CLONE_SAMPLES }, 'any': SAMPLES }[values]
}

/** An item, or a result, that cannot be copied. */
export interface Uncopyable {
  readonly what: string
  readonly item: unknown
  readonly task: Task<unknown, unknown>
}

/** An item and a result that cannot be copied where values are carried so; none where they are not copied. */
export function uncopyable(values: Values, { echo, giveSample }: { readonly echo: Task<unknown, unknown>; readonly giveSample: Task<string, unknown> }): readonly Uncopyable[] {
  if (values === 'any') return []
  return [{ what: 'an item', item: sample('function'), task: echo }, { what: 'a result', item: 'function', task: giveSample as Task<unknown, unknown> }]
}
