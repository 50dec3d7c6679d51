// Thrown values by name: errors with all that they may bear, values that are no errors, and errors that hold what
// cannot be copied.

import type { Samples } from './samples.ts'

class OutOfPaper extends Error {
  override name = 'OutOfPaper'
  readonly code = 'ERR_PAPER'
  readonly tray = 2
}

/** A chain that ends where it began. */
function circle(): Error {
  const first = new Error('first')
  first.cause = new Error('second', { cause: first })
  return first
}

/** Errors of which everything crosses. */
const ERRORS: Samples = {
  plain: () => new Error('plain'),
  'without a message': () => new SyntaxError(),
  'native class': () => new TypeError('of a native class'),
  'own class': () => new OutOfPaper('no paper'),
  'with a code': () => Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', errno: -2, syscall: 'open', path: '/nowhere' }),
  'own properties': () => Object.assign(new RangeError('with properties'), { nothing: undefined, list: [1, { deep: ['text', null] }], when: 12 }),
  renamed: () => Object.assign(new Error('renamed'), { name: 'Renamed' }),
  'with a hidden property': () => Object.defineProperty(new Error('hides something'), 'hidden', { value: 'here', enumerable: false }),
  'chain of causes': () => new Error('top', { cause: new TypeError('middle', { cause: Object.assign(new RangeError('bottom'), { code: 'ERR_BOTTOM' }) }) }),
  'cause that is no error': () => new Error('top', { cause: { status: 404 } }),
  'cause that is undefined': () => new Error('top', { cause: undefined }),
  'many errors': () => new AggregateError([new Error('one'), new TypeError('two', { cause: new Error('of two') }), 'three'], 'all of them'),
  'error in a property': () => Object.assign(new Error('outer'), { inner: Object.assign(new TypeError('inner'), { code: 'ERR_INNER' }) }),
  circle,
}

/** What else can be thrown, of what JSON holds. */
const NO_ERRORS: Samples = {
  undefined: () => undefined,
  null: () => null,
  false: () => false,
  zero: () => 0,
  text: () => 'text',
  'empty text': () => '',
  object: () => ({ status: 404, body: { message: 'not found' } }),
  list: () => [1, [2], 'three'],
}

/** The same, of what structured clone copies, and symbols that are known everywhere. */
const NO_ERRORS_CLONED: Samples = {
  NaN: () => NaN,
  bigint: () => 12n,
  symbol: () => Symbol.for('parmap.conformance.thrown'),
  map: () => new Map([['a', new Set([1])]]),
  date: () => new Date(86_400_000),
  bytes: () => Uint8Array.of(1, 2, 3),
}

/** DOMExceptions: errors that structured clone does not take for such everywhere. */
const DOM_EXCEPTIONS: Samples = {
  abort: () => new DOMException('stopped', 'AbortError'),
  'own name': () => new DOMException('of no known kind', 'PaperError'),
}

/** Errors with one property each that cannot be copied; the others can. */
const HALF_COPYABLE: Samples = {
  function: () => Object.assign(new TypeError('holds a function'), { code: 'ERR_HALF', held: function repair() { return 1 } }),
  promise: () => Object.assign(new TypeError('holds a promise'), { code: 'ERR_HALF', held: Promise.resolve(1) }),
  'weak map': () => Object.assign(new TypeError('holds a WeakMap'), { code: 'ERR_HALF', held: new WeakMap() }),
  symbol: () => Object.assign(new TypeError('holds a symbol of its own'), { code: 'ERR_HALF', held: Symbol('own') }),
}

type TableName = 'ERRORS' | 'NO_ERRORS' | 'NO_ERRORS_CLONED' | 'DOM_EXCEPTIONS' | 'HALF_COPYABLE'

const TABLES: Readonly<Record<TableName, Samples>> = { ERRORS, NO_ERRORS, NO_ERRORS_CLONED, DOM_EXCEPTIONS, HALF_COPYABLE }

/** Which thrown value: its table and its name there. */
export interface ThrownName {
  readonly table: TableName
  readonly name: string
}

/** The names of a table. */
export function thrownNames(table: TableName): readonly ThrownName[] {
  return Object.keys(TABLES[table]).map((name) => ({ table, name }))
}

/** The thrown value of this name. */
export function thrownSample({ table, name }: ThrownName): unknown {
  const make = TABLES[table][name]
  if (make === undefined) throw new RangeError(`no thrown value of ${table} is called ${name}`)
  return make()
}
