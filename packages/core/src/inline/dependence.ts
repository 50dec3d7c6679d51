// Whether a function can leave the scope around it, and if not, what to write instead.

import { freeNames } from './free-names.ts'
import { carriedDefinition, DYNAMIC_IMPORT, insertedAs } from './inserted-names.ts'
import { outsideOf } from './outside-syntax.ts'
import { refused, type ParsedFunction } from './parse-function.ts'

/** Why a function cannot leave its scope. */
type Reason =
  | 'captured' | 'import' | 'skip' | 'move' | 'commonjs' | 'lowered' | 'bundler'
  | 'arguments' | 'this' | 'super' | 'import.meta' | 'import()'

interface Use {
  readonly text: string
  readonly line: number
}

// They look like globals, and are even properties of globalThis in `node -e` and the REPL, but belong to one module.
const COMMONJS = new Set(['require', 'module', 'exports', '__filename', '__dirname'])

/**
 * Refuses a function that needs what is around it.
 * @returns what the carrying module must define: the names that tools have inserted, with harmless definitions
 * @throws TypeError with a line for each thing that the function would miss
 */
export function refuseDependence(fn: ParsedFunction): ReadonlyMap<string, string> {
  const uses = new Map<Reason, Use[]>()
  const note = (reason: Reason, use: Use): void => { uses.set(reason, [...(uses.get(reason) ?? []), use]) }
  const carried = new Map<string, string>()
  const { syntax, properties, called } = outsideOf(fn, DYNAMIC_IMPORT)
  for (const { name, line } of freeNames(fn)) {
    const definition = carriedDefinition(name)
    if (definition !== undefined) carried.set(name, definition)
    else noteName(name, line)
  }
  for (const { kind, text, line } of syntax) note(kind, { text, line })
  if (uses.size > 0) throw refused(fn.name, `its text is all that travels, and leaves behind what is around it.\n${explain(uses, fn.name)}`)
  return carried

  function noteName(name: string, line: number): void {
    const inserted = insertedAs(name)
    const property = properties.get(name)
    const text = property === undefined ? name : `${name}.${property}`
    if (COMMONJS.has(name)) note('commonjs', { text: name, line })
    else if (inserted === 'import') note(importReason(property), { text, line })
    // Before globals: one copy of tslib makes its functions global here, but not in a worker.
    else if (inserted !== undefined) note(inserted, { text: name, line })
    else if (isGlobal(name)) return
    else if (name === 'arguments' || name === 'skip' || name === 'move') note(name, { text: name, line })
    else if (called.has(name) || isNumbered(name, property)) note(importReason(property), { text, line })
    else note('captured', { text: name, line })
  }
}

/** `paths_1.join`: how TypeScript writes an import in CommonJS. */
function isNumbered(name: string, property: string | undefined): boolean {
  return property !== undefined && /_\d+$/u.test(name)
}

/** Whether the name is a global here. What every object inherits is none: `toString` is hardly meant as that of globalThis. */
function isGlobal(name: string): boolean {
  return Object.hasOwn(globalThis, name) || (name in globalThis && !(name in Object.prototype))
}

/** What is imported may be a thing that this package has a better answer for. */
function importReason(property = ''): Reason {
  if (property === 'skip' || property === 'move') return property
  return insertedAs(property) === 'lowered' ? 'lowered' : 'import'
}

function explain(uses: ReadonlyMap<Reason, readonly Use[]>, name: string): string {
  const lines = Array.from(uses, ([reason, found]) => {
    const shown = found.map(({ text, line }) => `\`${text}\` (line ${line})`).join(', ')
    return `  ${shown}: ${advice(reason, found.map(({ text }) => text))}`
  })
  const exported = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : 'task'
  const instead = `Or let workers import the function from its module: export const ${exported} = defineTask(import.meta.url, '${exported}', …)`
  return [...lines, instead].join('\n')
}

function advice(reason: Reason, names: readonly string[]): string {
  const [first] = names
  switch (reason) {
    case 'captured': return (
      `of the scope around it. Pass as state: inlineTask((item, { state }) => … state.${first!} …, { ${names.join(', ')} }); ` +
      `write a global that may be missing as globalThis.${first!}`
    )
    case 'import': return (
      'imported by the module around it. Import inside: const { … } = await import(state.url), with import.meta.resolve(…) as state.url'
    )
    case 'skip': return "write Symbol.for('parmap.skip') in its place"
    case 'move': return 'an inline task cannot move its result, which is copied'
    case 'arguments': return 'an arrow function has none of its own. Name the parameters: (item, context) => …'
    case 'this': return 'a task is called on nothing. Pass what it needs as state'
    case 'super': return 'a task is no method. Pass what it needs as state'
    case 'import.meta': return 'text belongs to no module. Pass import.meta.url as state'
    case 'import()': return (
      'text has no module to resolve it against. Pass import.meta.resolve(…) as state.url and write import(state.url), or import("node:…")'
    )
    case 'commonjs': return 'belongs to one CommonJS module. Write await import("node:…"), and pass paths as state'
    case 'lowered': return (
      'what a compiler wrote for newer syntax. Compile for a newer target (TypeScript: "target": "es2022"), ' +
      'or do without that syntax (`using`: try … finally)'
    )
    case 'bundler': return 'belongs to the code that a bundler has written around the function'
  }
}
