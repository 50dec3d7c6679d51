// Names that no author wrote: what transpilers, bundlers and coverage tools put into a function's text, each resting on
// a definition that they put elsewhere into the module.

// Reads as zero and as an object of counters, whatever is asked of it, and keeps what is assigned: branches of logical
// expressions are counted through a temporary that is a property of the counters.
const COUNTERS =
  '((grow) => { const counters = grow(grow); return () => counters })((grow) => new Proxy({ __proto__: null }, { get: (kept, key) => ' +
  'key === Symbol.toPrimitive ? () => 0 : key in kept ? kept[key] : (kept[key] = grow(grow)) }))'

/** Stands for `import()` under Vite and Vitest. */
export const DYNAMIC_IMPORT: RegExp = /^__vite_ssr_dynamic_import__$/u

const CARRIED: readonly (readonly [name: RegExp, definition: string])[] = [
  // esbuild with keepNames, so also tsx
  [/^__name$/u, "(target, value) => Object.defineProperty(target, 'name', { value, configurable: true })"],
  [DYNAMIC_IMPORT, '(specifier) => import(specifier)'],
  // Istanbul, so also nyc, Jest and Vitest: what runs as an inline task is not counted
  [/^cov_[\da-z]+$/u, COUNTERS],
  // Stryker: what runs as an inline task is not mutated
  [/^stryMutAct_\w+$/u, '() => false'],
  [/^stryCov_\w+$/u, '() => undefined'],
]

/** The definition that an inserted name can do with in another module, if any. */
export function carriedDefinition(name: string): string | undefined {
  return CARRIED.find(([pattern]) => pattern.test(name))?.[1]
}

/** What an inserted name stands for. */
export type Inserted = 'import' | 'import.meta' | 'lowered' | 'bundler'

// Vite and Vitest, webpack, Turbopack, esbuild
const IMPORTS = oneOf(
  '__vite_ssr_import_\\d+__', '__vi_import_\\d+__', '__vite__cjsImport\\w*',
  '\\w*__WEBPACK_IMPORTED_MODULE_\\w+', '__TURBOPACK__imported\\w*', 'import_\\w+',
)
const META = oneOf('__vite_ssr_import_meta__', 'import_meta')
// TypeScript and tslib; esbuild and Bun
const LOWERED = oneOf(
  '__(addDisposableResource|asyncDelegator|asyncValues|assign|awaiter|classPrivateField\\w+|disposeResources|esDecorate|extends|generator)',
  '__(makeTemplateObject|metadata|param|propKey|read|rest|runInitializers|setFunctionName|spread\\w*|values)',
  '__(accessCheck|arguments|async|asyncGenerator|await|callDispose|decorate\\w*|forAwait|objRest|pow|private\\w+|publicField)',
  '__(super\\w+|template|this|using|yieldStar)',
)
// Babel in camel case, SWC in snake case
const LOWERED_ALIKE = new Set([
  'asyncgenerator', 'asyncgeneratordelegate', 'asynciterator', 'asynctogenerator', 'awaitasyncgenerator', 'callsuper', 'classcallcheck',
  'classprivatefieldget', 'classprivatefieldinit', 'classprivatefieldinitspec', 'classprivatefieldset', 'createclass',
  'createforofiteratorhelper', 'createsuper', 'defineproperty', 'inherits', 'objectdestructuringempty', 'objectspread', 'objectspread2',
  'objectspreadprops', 'objectwithoutproperties', 'possibleconstructorreturn', 'regenerator', 'regeneratorruntime', 'slicedtoarray',
  'superpropget', 'taggedtemplateliteral', 'toconsumablearray', 'tsadddisposableresource', 'tsdisposeresources', 'tsgenerator', 'tsvalues',
  'typeof', 'usingctx', 'wrapasyncgenerator',
])
const BUNDLERS = oneOf(
  '__webpack_\\w+', '__turbopack_\\w+', '__TURBOPACK__\\w+', '__vite\\w+', 'parcelRequire\\w*',
  '__(commonJS\\w*|copyProps|esm\\w*|export\\w*|require|toCommonJS|toESM)',
)

function oneOf(...patterns: readonly string[]): RegExp {
  return new RegExp(`^(${patterns.join('|')})$`, 'u')
}

/** What a name stands for that cannot be carried; undefined for one that an author may have written. */
export function insertedAs(name: string): Inserted | undefined {
  if (META.test(name)) return 'import.meta'
  if (LOWERED.test(name) || LOWERED_ALIKE.has(name.replaceAll('_', '').toLowerCase())) return 'lowered'
  if (IMPORTS.test(name)) return 'import'
  return BUNDLERS.test(name) ? 'bundler' : undefined
}
