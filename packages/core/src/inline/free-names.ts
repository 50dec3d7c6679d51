// Which names a function takes from outside itself. Knows scopes, not what is global or who inserted a name.

import type { Program } from 'estree'
import { analyze } from 'eslint-scope'
import type { ParsedFunction } from './parse-function.ts'

/** A name that the function does not declare. */
export interface FreeName {
  readonly name: string
  /** Of its first use. */
  readonly line: number
}

/** Each free name once, in the order of first use. `arguments` is one in an arrow function. */
export function freeNames({ node }: ParsedFunction): FreeName[] {
  // The method's key is not part of it: the tree is that of the text which is carried, the function as an expression.
  const { range } = node
  const program = { type: 'Program', sourceType: 'module', body: [{ type: 'ExpressionStatement', expression: node, range }], range }
  const scopes = analyze(program as unknown as Program, {
    ecmaVersion: 2022, // the newest that it knows; no later edition has changed scopes
    sourceType: 'module',
    ignoreEval: true, // strict: what is evaluated sees our scopes but cannot add to them
    childVisitorKeys: { ImportExpression: ['source', 'options'] }, // upstream's keys date from before the second argument
  })
  const found = new Map<string, FreeName>()
  for (const { identifier } of scopes.globalScope.through) {
    const { name, loc } = identifier as { name: string; loc?: { start: { line: number } } | null }
    if (!found.has(name)) found.set(name, { name, line: loc?.start.line ?? 1 })
  }
  return [...found.values()]
}
